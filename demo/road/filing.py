"""What the 49 units file, and how far each has come."""

import random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from applications.models import Application
from applications.services import (
    accept_application,
    add_attachment,
    return_application,
    save_application,
    send_application,
    send_back_application,
    set_logo,
    start_application,
    submit_application,
)
from brandportal.accounts.models import User
from brandportal.kit.files import store_bytes, store_image
from demo.drawing.logos import logo_png
from demo.profiles import Profile, profiles
from demo.scene import Scene
from demo.stages import Goal
from demo.texts.filing import brand_meaning, main_text, self_checks
from demo.texts.papers import attached_papers
from demo.texts.review import defects, send_back_reason

# While filing runs: by place in the list, how many stand where. The units first in the list are those that visitors
# sign in as; the last have not begun.
STANDING = (
    *("returned", "awaiting", "draft"),
    *["accepted"] * 22,
    *["submitted"] * 5,
    *["returned"] * 3,
    *["awaiting"] * 5,
    *["draft"] * 5,
    *["not begun"] * 6,
)
# In a full filing some take a second turn: one in eight is returned, one in twelve comes back from its approver.
RETURNED_EVERY, SENT_BACK_EVERY = 8, 12


def file_all(scene: Scene) -> None:
    """Let every unit file; at the goal `filing` each stops where `STANDING` says."""
    for place, profile in enumerate(profiles()):
        standing = STANDING[place] if scene.partly(Goal.FILING) else "accepted"
        if standing != "not begun":
            scene.entries[profile.key] = _file(scene, profile, place, standing)


def _file(scene: Scene, profile: Profile, place: int, standing: str) -> Application:
    drafter, approver = scene.house.drafter(profile.key), scene.house.approver(profile.key)
    day = 4 + place * 8 // 5
    entry = start_application(
        scene.round, scene.house.units[profile.key], by=drafter, at=scene.days.at(day, 9, place)
    )
    _write_brand(scene, entry, profile, drafter)
    if standing == "draft":
        return entry
    _write_rest(scene, entry, profile, drafter)
    send_application(entry, by=drafter, at=scene.days.at(day + 2, 16, place))
    if place % SENT_BACK_EVERY == SENT_BACK_EVERY // 2 and standing == "accepted":
        reason = send_back_reason(random.Random(f"{scene.seed}:{profile.key}:sent back"))
        send_back_application(entry, by=approver, reason=reason, at=scene.days.at(day + 3, 9, place))
        send_application(entry, by=drafter, at=scene.days.at(day + 3, 15, place))
    if standing == "awaiting":
        return entry
    submit_application(entry, by=approver, at=scene.days.at(day + 4, 10, place))
    return entry if standing == "submitted" else _check(scene, entry, profile, place, standing)


def _check(scene: Scene, entry: Application, profile: Profile, place: int, standing: str) -> Application:
    """The organizer's acceptance check, with its way back for those whose filing has defects."""
    organizer, day = scene.house.organizer, 4 + place * 8 // 5 + 4
    if standing == "returned" or place % RETURNED_EVERY == RETURNED_EVERY // 2:
        found = defects(random.Random(f"{scene.seed}:{profile.key}:defects"))
        listed = [{"part": part, "text": text} for part, text in found]
        return_application(entry, listed, by=organizer, at=scene.days.at(day + 1, 11, place))
        if standing == "returned":
            return entry
        _file_again(scene, entry, profile, day + 2, place)
    accept_application(entry, by=organizer, at=scene.days.at(day + 3, 9, place))
    return entry


def _file_again(scene: Scene, entry: Application, profile: Profile, day: int, place: int) -> None:
    drafter, approver = scene.house.drafter(profile.key), scene.house.approver(profile.key)
    checks = self_checks(profile, year=scene.year, seed=scene.seed + 1)
    _save(entry, drafter, checks={"promise": checks["promise"], "teamwork": checks["teamwork"]})
    send_application(entry, by=drafter, at=scene.days.at(day, 11, place))
    submit_application(entry, by=approver, at=scene.days.at(day, 16, place))


def _write_brand(scene: Scene, entry: Application, profile: Profile, drafter: User) -> None:
    rng = random.Random(f"{scene.seed}:{profile.key}:telephone")
    fields = {
        "object_kind": profile.object_kind,
        "sub_unit": profile.sub_unit,
        "brand_name": profile.brand,
        "meaning": brand_meaning(profile, year=scene.year, seed=scene.seed),
        "slogan": profile.slogan,
        "contact_name": drafter.name,
        "contact_phone": f"0000-88{rng.randint(10000, 99999)}",
    }
    save_application(entry, by=drafter, revision=entry.revision, fields=fields)
    logo = SimpleUploadedFile(f"{profile.brand}.png", logo_png(profile.key), "image/png")
    set_logo(entry, store_image(logo, label=_("Logo"), purpose="brand-logo"), by=drafter)


def _write_rest(scene: Scene, entry: Application, profile: Profile, drafter: User) -> None:
    _save(entry, drafter, checks=self_checks(profile, year=scene.year, seed=scene.seed))
    text = {"main_text": main_text(profile, year=scene.year, seed=scene.seed)}
    save_application(entry, by=drafter, revision=entry.revision, fields=text)
    for title, data in attached_papers(profile, year=scene.year, seed=scene.seed):
        # Drawn by ourselves, as the blank forms are: a process that looks into each would find nothing.
        stored = store_bytes(data, name=f"{title}.pdf", content_type="application/pdf", purpose="application")
        add_attachment(entry, title=title, file=stored, by=drafter)


def _save(entry: Application, drafter: User, *, checks: dict[str, tuple[str, str]]) -> None:
    texts = {key: {"finding": finding, "measure": measure} for key, (finding, measure) in checks.items()}
    save_application(entry, by=drafter, revision=entry.revision, self_checks=texts)

"""The record of a site visit: photographs are added while it is open, two signatures close it."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from applications.services.applications import discard_file
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.kit.files import store_bytes
from brandportal.kit.images import reencode_image
from brandportal.kit.text import clean_text
from evaluation.lifecycle import LEAST_MEMBERS, VISIT, review_is_open
from evaluation.models import SiteVisit, VisitPhoto, VisitSignature

PURPOSE = "visit"
MOST_PHOTOS, LONGEST_TITLE = 12, 80
THUMB_EDGE = 320


@transaction.atomic
def sign_visit(visit: SiteVisit, *, by: User, revision: int, at: datetime | None = None) -> SiteVisit:
    """Sign, as one who was there, the record as it was read at `revision`; the second signature closes it."""
    at = at or clock.now()
    # One signature after the other: else two at once would each count themselves alone, and nothing would close.
    locked: SiteVisit = (
        SiteVisit.objects.select_for_update().select_related("round", "application").get(pk=visit.pk)
    )
    if not by.has_perm("evaluation.record_visit", locked):
        raise NotAllowed(_("Only members of the panel who are not recused sign the record."))
    if why := why_not_signed(locked, by):
        raise DomainError(why, code="signature")
    if locked.revision != revision:
        raise StaleState(_("The record was corrected in the meantime. Read it again, then sign."))
    VisitSignature.objects.create(visit=locked, user=by, signed_at=at)
    record("sign_visit", locked, by=by, at=at, round_code=locked.round_code, data={"revision": revision})
    if not locked.is_signed and locked.signatures.count() >= LEAST_MEMBERS:
        VISIT.advance(locked, "close", by=by, at=at)
    return locked


def why_not_signed(visit: SiteVisit, user: User) -> str:
    """Return why `user` cannot sign the record now, "" when they can."""
    if not visit.is_recorded:
        return _("The visit is not on record yet. Members of the panel record it.")
    if not visit.members.filter(pk=user.pk).exists():
        return _("Only those who were there sign the record; you are not named among them.")
    if visit.signatures.filter(user=user).exists():
        return _("You have signed this record already.")
    return review_is_open(visit, user) or ""


@transaction.atomic
def add_photo(
    visit: SiteVisit, *, title: str, upload: UploadedFile, by: User, at: datetime | None = None
) -> VisitPhoto:
    """Keep a photograph, drawn anew: its place, time and camera are dropped. Raises DomainError with `field`."""
    at = at or clock.now()
    _refuse_closed(visit, by)
    if visit.photos.count() >= MOST_PHOTOS:
        sentence = _("A visit keeps at most %(most)d photographs. Remove one first.")
        raise DomainError(sentence % {"most": MOST_PHOTOS}, field="file")
    shows = clean_text(title, _("What it shows"), field="title")
    if not shows or len(shows) > LONGEST_TITLE:
        sentence = _("What it shows: write 1 to %(most)d characters.")
        raise DomainError(sentence % {"most": LONGEST_TITLE}, field="title")
    label = _("Photograph")
    image = reencode_image(upload, label=label)
    small = reencode_image(upload, label=label, kept_edge=THUMB_EDGE)
    name = upload.name or "photo"
    full, thumb = (
        store_bytes(one.data, name=name, content_type=one.content_type, purpose=PURPOSE)
        for one in (image, small)
    )
    photo = VisitPhoto.objects.create(
        visit=visit, title=shows, file=full, thumb=thumb, added_by=by, added_at=at
    )
    record(
        "add_visit_photo",
        visit,
        by=by,
        at=at,
        round_code=visit.round_code,
        data={"title": shows, "sha256": full.sha256},
    )
    return photo


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, by: User, at: datetime | None = None) -> None:
    """Take a photograph out of a record that is still open."""
    visit = photo.visit
    _refuse_closed(visit, by)
    record(
        "remove_visit_photo", visit, by=by, at=at, round_code=visit.round_code, data={"title": photo.title}
    )
    files = (photo.file, photo.thumb)
    photo.delete()
    for stored in files:
        discard_file(stored)


def _refuse_closed(visit: SiteVisit, by: User) -> None:
    """Photographs belong to the record: they change as long as it does, and whoever signed signs again."""
    if not by.has_perm("evaluation.record_visit", visit):
        raise NotAllowed(_("Only members of the panel who are not recused record a visit."))
    if why := review_is_open(visit, by):
        raise DomainError(why, code="closed")
    locked = SiteVisit.objects.select_for_update().get(pk=visit.pk)
    if locked.is_signed:
        raise StaleState(
            _(
                "At least two members have signed this record, which closed it. The organizer or the chair can reopen it."
            )
        )
    if locked.signatures.exists():
        raise DomainError(
            _(
                "A member has signed this record with its photographs. Correct the record first; it is then signed anew."
            ),
            code="signature",
        )

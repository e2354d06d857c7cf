"""What a unit does with its application before it is filed: draft, save, attach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.enums import EDITABLE, ApplicationStatus, RoundStatus
from applications.models import Application, Attachment, Filing, Round, SelfCheck
from applications.selectors.rules import rules_chapter, subjects_of
from applications.selectors.strata import strata_of
from brandportal.accounts.models import Unit, User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.kit.models import StoredFile

TEXT_FIELDS = frozenset(
    {
        "object_kind",
        "sub_unit",
        "stratum",
        "brand_name",
        "meaning",
        "slogan",
        "main_text",
        "contact_name",
        "contact_phone",
    }
)


@transaction.atomic
def start_application(round: Round, unit: Unit, *, by: User, at: datetime | None = None) -> Application:
    """Begin a draft of `unit` in `round` under the next free code; refuses more than the rules allow per unit."""
    moment = at or clock.now()
    if round.status != RoundStatus.FILING or not clock.start_of(round.filing_opens) <= moment <= clock.end_of(
        round.filing_closes
    ):
        raise DomainError(
            _("The round does not take applications: filing runs from %(first)s to %(last)s, 24:00.")
            % {"first": date_text(round.filing_opens), "last": date_text(round.filing_closes)}
        )
    Round.objects.select_for_update().get(pk=round.pk)
    most = int(rules_chapter(round, "entries").get("max_per_unit", "1"))
    own = round.applications.filter(unit=unit).exclude(status=ApplicationStatus.WITHDRAWN).count()
    if most and own >= most:
        raise DomainError(
            _(
                "Each unit may file at most %(most)d in this round; yours has %(own)d already. Continue that one."
            )
            % {"most": most, "own": own}
        )
    application = Application.objects.create(
        round=round,
        unit=unit,
        code=_next_code(round),
        object_kind=subjects_of(round)[0],
        drafter=by,
        created_at=moment,
        saved_at=moment,
    )
    keys = [item["key"] for item in rules_chapter(round, "filing").get("self_check", [])]
    SelfCheck.objects.bulk_create(SelfCheck(application=application, key=key) for key in keys)
    record("start_application", application, by=by, at=moment, round_code=round.code)
    return application


@transaction.atomic
def save_application(
    application: Application,
    *,
    by: User,
    revision: int,
    fields: Mapping[str, str] | None = None,
    self_checks: Mapping[str, Mapping[str, str]] | None = None,
) -> Application:
    """Keep what was typed, overrun and all; the limits are held when the application is sent for sign-off.

    `revision` is the version the writer saw: a later one on record raises StaleState and changes nothing.
    """
    _refuse_uneditable(application, by)
    changes: dict[str, Any] = {name: value for name, value in (fields or {}).items() if name in TEXT_FIELDS}
    _refuse_unknown_stratum(application, changes.get("stratum", ""))
    if _is_on_record(application, revision, changes, self_checks or {}):
        return application
    _claim_revision(application, revision, changes)
    for key, texts in (self_checks or {}).items():
        SelfCheck.objects.filter(application=application, key=key).update(
            finding=texts.get("finding", ""), measure=texts.get("measure", "")
        )
    return application


@transaction.atomic
def set_logo(application: Application, stored: StoredFile | None, *, by: User) -> Application:
    _refuse_uneditable(application, by)
    old = application.logo
    # No revision: a picture sent while a text is being saved must not make that page stale.
    hit = Application.objects.filter(pk=application.pk, status__in=EDITABLE).update(logo=stored)
    if hit != 1:
        raise StaleState(_("The application was sent on in another window and cannot be changed now."))
    application.logo = stored
    if old is not None and old != stored:
        discard_file(old)
    record("set_logo", application, by=by, data={"sha256": stored.sha256 if stored else ""})
    return application


@transaction.atomic
def add_attachment(application: Application, *, title: str, file: StoredFile, by: User) -> Attachment:
    _refuse_uneditable(application, by)
    most = int(
        rules_chapter(application.round, "filing").get("fields", {}).get("attachments", {}).get("max", "10")
    )
    count = application.attachments.count()
    if count >= most:
        raise DomainError(
            _("Attachments: at most %(most)d are taken. Remove one first.") % {"most": most}, field="file"
        )
    attachment = Attachment.objects.create(
        application=application, title=title, file=file, position=_next_position(application)
    )
    record("add_attachment", application, by=by, data={"title": title, "sha256": file.sha256})
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    _refuse_uneditable(attachment.application, by)
    record("remove_attachment", attachment.application, by=by, data={"title": attachment.title})
    stored = attachment.file
    attachment.delete()
    discard_file(stored)


def discard_file(stored: StoredFile) -> None:
    """Delete a file that no filed version holds; the bytes go when the transaction has held."""
    if Filing.objects.filter(files=stored).exists():
        return
    path = stored.path
    stored.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


def _refuse_uneditable(application: Application, by: User) -> None:
    if not by.has_perm("applications.change_application", application):
        raise NotAllowed(_("Only the drafters of the unit change its application."))
    if ApplicationStatus(application.status) not in EDITABLE:
        raise StaleState(
            _("The application is “%(state)s” and cannot be changed now.")
            % {"state": application.get_status_display()}
        )


def _refuse_unknown_stratum(application: Application, key: str) -> None:
    if key and key not in {one.key for one in strata_of(application.round)}:
        raise DomainError(
            _("Division: “%(key)s” is not one of the rules. Choose one of the list.") % {"key": key},
            field="stratum",
        )


def _is_on_record(
    application: Application,
    revision: int,
    changes: Mapping[str, Any],
    self_checks: Mapping[str, Mapping[str, str]],
) -> bool:
    """Whether all of it is saved already: a page that saves itself may overtake its own button."""
    if application.revision == revision:
        return False
    rows = {row.key: row for row in application.self_checks.all()} if self_checks else {}
    return all(getattr(application, name) == value for name, value in changes.items()) and all(
        (rows[key].finding, rows[key].measure) == (texts.get("finding", ""), texts.get("measure", ""))
        for key, texts in self_checks.items()
        if key in rows
    )


def _claim_revision(application: Application, revision: int, changes: Mapping[str, Any]) -> None:
    values = dict(changes) | {"revision": revision + 1, "saved_at": clock.now()}
    hit = Application.objects.filter(pk=application.pk, revision=revision, status__in=EDITABLE).update(
        **values
    )
    if hit != 1:
        raise StaleState(
            _(
                "This application was changed in another window. What you typed is still here; compare and save again."
            )
        )
    for name, value in values.items():
        setattr(application, name, value)


def _next_position(application: Application) -> int:
    return int(application.attachments.aggregate(last=Max("position"))["last"] or 0) + 1


def _next_code(round: Round) -> str:
    taken = round.applications.order_by("-code").values_list("code", flat=True).first()
    return f"A{int(taken[1:]) + 1 if taken else 1:03d}"

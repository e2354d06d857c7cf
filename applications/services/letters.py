"""Messages that filing sends: each is put into the outbox, in Chinese, for somebody to release."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.selectors.deadlines import last_day
from applications.selectors.parts import parts_of
from brandportal.accounts.enums import Role
from brandportal.accounts.models import User
from brandportal.kit.display import date_text, fingerprint
from brandportal.outbox.services import post_messages

OFFICE = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR)


def tell_of_call(round: Round, *, at: datetime | None) -> None:
    """Write to the units that may file, and to those whose part in the round comes later."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Call published: %(round)s") % {"round": round.title}
        to_units = _(
            "Applications can be filed from %(opens)s to %(closes)s, 24:00 (Beijing time). The drafter fills in the "
            "application, the approver signs it off."
        ) % _calendar(round)
        to_office = _(
            "Filing runs from %(opens)s to %(closes)s, supervisors and clients rate until %(rated)s, the panel reviews "
            "until %(reviewed)s, the committee decides on %(decided)s. The rules are frozen; their fingerprint is "
            "%(fingerprint)s."
        ) % _calendar(round)
        _post(_holding(*OFFICE), subject, to_office, "round-opened", at)
        _post(_filing_people(), subject, to_units, "round-opened", at)


def tell_approvers(application: Application, *, at: datetime | None) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("For your sign-off: %(brand)s") % {"brand": application}
        body = _(
            "%(drafter)s has sent the application “%(brand)s” (%(round)s, no. %(code)s) for your sign-off. "
            "It can be filed until %(day)s, 24:00 (Beijing time)."
        ) % _facts(application)
        _post(_people(application, Role.APPROVER), subject, body, "application-sent", at)


def tell_drafter_of_refusal(application: Application, *, at: datetime | None) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Given back: %(brand)s") % {"brand": application}
        body = _("The approver has given the application “%(brand)s” (%(round)s, no. %(code)s) back to you.")
        lines = [body % _facts(application), application.sent_back_reason]
        _post([application.drafter], subject, "\n".join(filter(None, lines)), "application-sent-back", at)


def tell_unit_of_acceptance(application: Application, *, at: datetime | None) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Accepted: %(brand)s") % {"brand": application}
        body = _(
            "The application “%(brand)s” (%(round)s, no. %(code)s) has passed the acceptance check and is accepted."
        )
        _post(_unit(application), subject, body % _facts(application), "application-accepted", at)


def tell_unit_of_defects(
    application: Application, defects: Sequence[Mapping[str, str]], *, at: datetime | None
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        labels = {part.key: part.label for part in parts_of(application.round)}
        subject = _("To be corrected: %(brand)s") % {"brand": application}
        head = _(
            "The application “%(brand)s” (%(round)s, no. %(code)s) is returned for correction. All defects are named "
            "below; the corrected application can be filed until %(day)s, 24:00 (Beijing time)."
        )
        lines = [
            _("%(number)d. %(part)s: %(text)s")
            % {"number": number, "part": labels[one["part"]], "text": one["text"]}
            for number, one in enumerate(defects, start=1)
        ]
        body = "\n".join([head % _facts(application), *lines])
        _post(_unit(application), subject, body, "application-returned", at)


def _calendar(round: Round) -> dict[str, str]:
    days = {
        "opens": round.filing_opens,
        "closes": round.filing_closes,
        "rated": round.rating_closes,
        "reviewed": round.review_closes,
        "decided": round.decision_on,
    }
    return {name: date_text(day) for name, day in days.items()} | {
        "fingerprint": fingerprint(round.rules_fingerprint)
    }


def _facts(application: Application) -> dict[str, str]:
    return {
        "drafter": application.drafter.name,
        "brand": str(application),
        "round": application.round.title,
        "code": application.code,
        "day": date_text(last_day(application)),
    }


def _holding(*roles: Role) -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role__in=roles).order_by("pk").distinct())


def _filing_people() -> list[User]:
    found = User.objects.filter(
        is_active=True, unit__is_active=True, grants__role__in=(Role.DRAFTER, Role.APPROVER)
    )
    return list(found.order_by("pk").distinct())


def _people(application: Application, *roles: Role) -> list[User]:
    found = User.objects.filter(unit_id=application.unit_id, is_active=True, grants__role__in=roles)
    return list(found.distinct())


def _unit(application: Application) -> list[User]:
    return _people(application, Role.DRAFTER, Role.APPROVER)


def _post(people: Iterable[User], subject: str, body: str, kind: str, at: datetime | None) -> None:
    post_messages(people, subject, body, kind=kind, at=at)

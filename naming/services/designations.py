"""The naming itself: numbers, brands, the public list."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from applications.models import Round
from applications.selectors.rules import rules_chapter
from applications.services import designate_application, pass_over_application, register_brand
from applications.services.rounds import conclude_round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from naming.enums import NoticeStatus
from naming.models import Designation, NamingList, Notice, ProposalItem
from naming.selectors.notices import struck_of


@transaction.atomic
def designate(
    round: Round, *, document_number: str, by: User | None, at: datetime | None = None
) -> NamingList:
    """Name what was resolved and not struck, publish the list, and conclude the round.

    Refused while the notice runs or an objection is open.
    """
    moment = at or clock.now()
    if not Notice.objects.filter(round=round, status=NoticeStatus.CLOSED).exists():
        raise DomainError(_("The public notice has not been ended yet. Naming follows it."))
    place, struck = 0, struck_of(round.notice)
    for item in round.proposal.items.select_related("application__unit", "application__round").order_by(
        "position"
    ):
        if item.included and item.application_id not in struck:
            place += 1
            _name(round, item, place, by, moment)
        else:
            pass_over_application(item.application, by=by, at=moment)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Naming list of “%(round)s”") % {"round": round.title_zh}
    naming_list = NamingList.objects.create(
        round=round, title=title, document_number=document_number, published_on=clock.today(moment)
    )
    record("publish_naming_list", naming_list, by=by, at=moment, round_code=round.code, data={"named": place})
    conclude_round(round, by=by, at=moment)
    return naming_list


def number_of(round: Round) -> str:
    """Return the next certificate number, as DT-TB-2026-0001: letters of the scheme, year, four digits.

    A withdrawn designation stays in the register, so a number is never used again. The letters are the rules'
    `process.number_prefix`, else the initials of the scheme's key.
    """
    letters = rules_chapter(round, "process").get("number_prefix") or initials_of_scheme(round.scheme_key)
    start = Designation.objects.filter(number__startswith=f"{letters}-{round.year}-").count()
    return f"{letters}-{round.year}-{start + 1:04d}"


def initials_of_scheme(key: str) -> str:
    return "".join(part[0] for part in key.split("-") if part).upper()


def _name(round: Round, item: ProposalItem, place: int, by: User | None, moment: datetime) -> None:
    application = item.application
    day = clock.today(moment)
    brand = register_brand(application.unit, application.brand_name, since=day, by=by)
    designate_application(application, by=by, at=moment)
    designation = Designation.objects.create(
        round=round,
        application=application,
        brand=brand,
        unit=application.unit,
        brand_name=application.brand_name,
        unit_name=application.unit.name_zh,
        number=number_of(round),
        position=place,
        designated_on=day,
    )
    record(
        "designate", designation, by=by, at=moment, round_code=round.code, data={"entry": application.code}
    )

"""The naming itself: numbers, brands, the public list."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from applications.enums import STILL_IN
from applications.models import Application, Round
from applications.selectors.rules import rules_chapter
from applications.services import designate_application, pass_over_application, register_brand
from applications.services.rounds import conclude_round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from evaluation.selectors.results import Honour
from naming.enums import NoticeStatus
from naming.lifecycle import no_objection_is_open
from naming.models import Designation, NamingList, Notice
from naming.models.titles import LIST, written
from naming.selectors.divisions import division_in
from naming.selectors.honours import honours_by
from naming.selectors.notices import listed_in, moved_up_in


@transaction.atomic
def designate(
    round: Round, *, document_number: str, by: User | None, at: datetime | None = None
) -> NamingList:
    """Name what was resolved and not struck, then what moved up, publish the list, and conclude the round.

    Every other entry of the round that is still in it, also one that the result excludes, is recorded as not
    designated. Refused while the notice runs or an objection is open.
    """
    moment = at or clock.now()
    if not Notice.objects.filter(round=round, status=NoticeStatus.CLOSED).exists():
        raise DomainError(_("The public notice has not been ended yet. Naming follows it."))
    _refuse_open_objections(round.notice)
    listed = [*listed_in(round.notice), *moved_up_in(round.notice)]
    named = [one.application for one in listed if not one.is_struck]
    without = _without_a_level(round)
    for place, one in enumerate((one for one in listed if not one.is_struck), start=1):
        _name(round, one.application, place, one.honour or without, by, moment)
    _pass_over_the_rest(round, by, moment)
    naming_list = NamingList.objects.create(
        round=round,
        title=written(LIST, round),
        document_number=document_number,
        published_on=clock.today(moment),
    )
    record(
        "publish_naming_list",
        naming_list,
        by=by,
        at=moment,
        round_code=round.code,
        data={"named": len(named)},
    )
    conclude_round(round, by=by, at=moment)
    return naming_list


def _pass_over_the_rest(round: Round, by: User | None, moment: datetime) -> None:
    in_order = F("proposal_item__computed_rank").asc(nulls_last=True)
    rest = round.applications.filter(status__in=STILL_IN).order_by(in_order, "code")
    for application in rest.select_related("round"):
        pass_over_application(application, by=by, at=moment)


def _refuse_open_objections(notice: Notice) -> None:
    if why := no_objection_is_open(notice, None):
        raise DomainError(why)


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


def _without_a_level(round: Round) -> Honour:
    """Return what stands for whoever is named without a level: behind the lowest, without words."""
    lowest = len(honours_by(round.proposal.tally).ladder)
    return Honour(lowest + 1 if lowest else 0, "", "")


def _name(
    round: Round, application: Application, place: int, honour: Honour, by: User | None, moment: datetime
) -> None:
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
        division_zh=division_in(round, application, "zh-hans"),
        division_en=division_in(round, application, "en"),
        number=number_of(round),
        position=place,
        level_rank=honour.rank,
        level_zh=honour.zh,
        level_en=honour.en,
        designated_on=day,
    )
    record(
        "designate", designation, by=by, at=moment, round_code=round.code, data={"entry": application.code}
    )

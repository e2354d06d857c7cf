"""What the public pages show."""

from dataclasses import dataclass
from typing import Any

from applications.models import Round
from applications.selectors.rounds import PipeStage, RulesFacts, pipeline_of, rules_facts
from brandportal.kit import clock
from naming.enums import NoticeStatus
from naming.models import Designation, NamingList, Notice
from naming.selectors.notices import left_of

ON_THE_SHELF, NEWS = 10, 5


@dataclass(frozen=True)
class Front:
    """The front page: brands on the shelf, what is on notice, where the round under way stands."""

    designations: list[Designation]
    naming_list: NamingList | None
    named: int
    notices: list[Notice]
    on_notice: Notice | None
    days_left: str
    round: Round | None
    pipeline: list[PipeStage]
    facts: RulesFacts | None
    ruled_round: Round | None


def front_page(user: Any) -> Front:
    """Return what the front page shows of this floor; the rules are those of the round under way, else of the last."""
    naming_list = NamingList.objects.select_related("round").first()
    notices = list(
        Notice.objects.visible_to(user)
        .exclude(status=NoticeStatus.DRAFTED)
        .select_related("round__naming_list")[:NEWS]
    )
    on_notice = next((one for one in notices if one.status == NoticeStatus.PUBLISHED), None)
    running = Round.objects.visible_to(user).running().order_by("-year", "-filing_opens").first()
    ruled = running or (naming_list.round if naming_list else None)
    return Front(
        designations=newest_designations(naming_list),
        naming_list=naming_list,
        named=Designation.objects.count(),
        notices=notices,
        on_notice=on_notice,
        days_left=left_of(on_notice, clock.today()) if on_notice else "",
        round=running,
        pipeline=pipeline_of(running) if running else [],
        facts=rules_facts(ruled) if ruled else None,
        ruled_round=ruled,
    )


def newest_designations(naming_list: NamingList | None) -> list[Designation]:
    """Return the first brands of the last naming, in their order."""
    if naming_list is None:
        return []
    named = Designation.objects.filter(round=naming_list.round).select_related("brand", "round")
    return list(named.order_by("position")[:ON_THE_SHELF])

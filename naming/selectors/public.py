"""What the public pages show."""

from dataclasses import dataclass
from typing import Any

from applications.models import Application, Round
from naming.models import Designation, NamingList, Notice, ProposalItem


@dataclass(frozen=True)
class ListedBrand:
    """A line of a notice: place, brand, unit."""

    place: int
    brand: str
    unit: str
    application: Application


def listed_in(notice: Notice) -> list[ListedBrand]:
    """Return the resolved list in its order."""
    items = ProposalItem.objects.filter(proposal__round=notice.round, included=True).select_related(
        "application__unit"
    )
    return [
        ListedBrand(
            item.position or 0, item.application.brand_name, item.application.unit.name_zh, item.application
        )
        for item in items.order_by("position")
    ]


def newest_designations(limit: int = 10) -> list[Designation]:
    """Return the brands of the last naming, in their order."""
    last = NamingList.objects.select_related("round").first()
    if last is None:
        return []
    return list(
        Designation.objects.filter(round=last.round)
        .select_related("brand", "round")
        .order_by("position")[:limit]
    )


def front_page(user: Any) -> dict[str, Any]:
    """Return what the home page shows of this floor."""
    rounds = Round.objects.visible_to(user).running().order_by("-year", "-filing_opens")
    return {
        "designations": newest_designations(),
        "naming_list": NamingList.objects.select_related("round").first(),
        "notices": list(
            Notice.objects.visible_to(user).exclude(status="drafted").select_related("round")[:5]
        ),
        "on_notice": Notice.objects.filter(status="published").select_related("round").first(),
        "round": rounds.first(),
    }

"""What the public pages show."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Round
from applications.selectors.rounds import PipeStage, RulesFacts, pipeline_of, rules_facts
from brandportal.kit import clock
from brandportal.kit.display import date_text
from naming.enums import NoticeStatus
from naming.models import Designation, NamingList, Notice
from naming.selectors.notices import left_of

ON_THE_SHELF, NEWS = 10, 5
NEWEST = 50


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


def certificate_number(typed: str) -> str:
    """Return a certificate number as it is written: capitals, no gaps, plain hyphens, whatever keyboard typed it."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    kept = ("-" if unicodedata.category(sign) == "Pd" or sign == "\u2212" else sign for sign in plain)
    return "".join(sign for sign in kept if not sign.isspace() and sign != "\x00")


def levels_among(designations: QuerySet[Designation]) -> list[tuple[str, str]]:
    """Return (Chinese word, word in the reader's language) of the levels given, the highest first; [] without any."""
    with_level = designations.exclude(level_zh="").order_by("level_rank", "-pk")
    seen = {one.level_zh: one.level for one in with_level.only("level_zh", "level_en")}
    return list(seen.items())


def divisions_among(designations: QuerySet[Designation]) -> list[tuple[str, str]]:
    """Return (Chinese name, name in the reader's language) of the divisions given, in the order of the list."""
    divided = designations.exclude(division_zh="").order_by("position")
    seen = {one.division_zh: one.division for one in divided.only("division_zh", "division_en")}
    return list(seen.items())


@dataclass(frozen=True)
class NewsItem:
    """One line of the feed; `key` tells it from all others for good."""

    day: date
    key: str
    title: str
    text: str
    path: str


def newest_news() -> list[NewsItem]:
    """Return notices, naming lists and the namings themselves, the newest first."""
    found = [*_noticed(), *_listed(), *_named()]
    return sorted(found, key=lambda one: (one.day, one.key), reverse=True)[:NEWEST]


def _noticed() -> Iterator[NewsItem]:
    for one in Notice.objects.exclude(status=NoticeStatus.DRAFTED).select_related("round")[:NEWEST]:
        text = _("Public notice %(number)s, open to objections until %(day)s, 24:00.") % {
            "number": one.number,
            "day": date_text(one.last_day),
        }
        yield NewsItem(one.first_day, f"notice:{one.round.code}", one.heading, text, one.get_absolute_url())


def _listed() -> Iterator[NewsItem]:
    for one in NamingList.objects.select_related("round")[:NEWEST]:
        text = f"{one.round.naming_body} {one.document_number}"
        yield NewsItem(one.published_on, f"list:{one.round.code}", one.heading, text, one.get_absolute_url())


def _named() -> Iterator[NewsItem]:
    newest = Designation.objects.select_related("brand", "round").order_by("-designated_on", "position")
    for one in newest[:NEWEST]:
        title = _("“%(brand)s” of %(unit)s is named") % {"brand": one.brand_name, "unit": one.unit_name}
        text = " · ".join(filter(None, (one.number, one.division, one.level)))
        yield NewsItem(one.designated_on, f"designation:{one.number}", title, text, one.get_absolute_url())

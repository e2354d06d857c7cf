"""Rounds whose rules rank in divisions and give a level only to those that hold a title already."""

from typing import Any

from applications.models import Round
from applications.services.rounds import freeze_round, open_round_filing
from brandportal.rulebook import fingerprint, freeze
from tests.cast import Cast
from tests.filing import draft_round
from tests.schemes import small_scheme

WINDOWS = {"key": "windows", "title": {"zh": "窗口单位", "en": "Windows"}}
OTHERS = {"key": "others", "title": {"zh": "其他单位", "en": "Other units"}}
TITLE = {"key": "provincial", "title": {"zh": "省级服务名牌称号", "en": "Title of a provincial brand"}}
REASON = "该单位设有办事窗口，应归入窗口单位"


def divided_scheme(*, seats: bool = False) -> dict[str, Any]:
    """Return rules with two strata: with seats of their own, or beside levels, the upper of which requires a title."""
    entries = {"subjects": ["unit"], "max_per_unit": "1"}
    if seats:
        strata = [WINDOWS | {"quota": "1"}, OTHERS | {"quota": "1"}]
        return small_scheme(entries=entries | {"strata": strata}, select={"mode": "strata"})
    return small_scheme(
        entries=entries | {"strata": [WINDOWS, OTHERS], "flags": [TITLE]},
        select={"mode": "levels"},
        level=[
            {
                "key": "high",
                "title": {"zh": "一级", "en": "High"},
                "min": "1",
                "requires": ["provincial"],
                "otherwise": "low",
            },
            {"key": "low", "title": {"zh": "二级", "en": "Low"}, "min": "0"},
        ],
    )


def divided_round(cast: Cast, code: str = "2026-divided") -> Round:
    """Return a round of such rules that is open for filing."""
    round, rules = draft_round(cast, code), freeze(divided_scheme())
    freeze_round(round, rules=rules, fingerprint=fingerprint(rules), by=cast.omar)
    return open_round_filing(round, by=cast.omar)

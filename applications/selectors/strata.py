"""The strata of a round's rules, called divisions on the pages: lists with ranks and seats of their own."""

from dataclasses import dataclass

from applications.models import Application, Round
from applications.selectors.rules import rules_chapter
from applications.selectors.titles import localized


@dataclass(frozen=True)
class Stratum:
    """`quota` is the number of seats as the rules write it, "" where they give the list none."""

    key: str
    title: str
    quota: str


def strata_of(round: Round) -> list[Stratum]:
    """Return the strata in the order of the rules, titles in the reader's language; [] where there are none."""
    return [
        Stratum(row["key"], localized(row.get("title") or row["key"]), str(row.get("quota", "")))
        for row in rules_chapter(round, "entries").get("strata", [])
    ]


def stratum_title(round: Round, key: str) -> str:
    """Return the title of the stratum with that key, the key itself where the rules do not know it."""
    return next((one.title for one in strata_of(round) if one.key == key), key)


def is_placed(application: Application) -> bool:
    """Whether the application stands in a stratum of the rules, or needs none."""
    strata = strata_of(application.round)
    return not strata or application.stratum in {one.key for one in strata}

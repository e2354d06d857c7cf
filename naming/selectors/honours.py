"""Which level or medal each is to bear: the one that the result gives, else the one that the committee stated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from evaluation.models import Tally
from evaluation.selectors.results import Honour, honours_of_rules
from evaluation.selectors.rules import rules_of_tally
from naming.medals import Seats, unborne
from naming.selectors.reserve import selection_of


def in_readers_language(one: Honour) -> str:
    return one.en if one.en and (get_language() or "").startswith("en") else one.zh


@dataclass(frozen=True)
class Honours:
    """`ladder` is key → level or medal, the highest first; `given` entry code → key by the result.

    `seats` are the medals with their numbers, () where the rules give levels, or neither.
    """

    ladder: dict[str, Honour]
    given: dict[str, str]
    seats: Seats

    def key_of(self, code: str, stated: str = "") -> str:
        return stated or self.given.get(code, "")

    def of(self, code: str, stated: str = "") -> Honour | None:
        """Return what the entry is to bear; None without any."""
        return self.ladder.get(self.key_of(code, stated))

    def title(self, key: str) -> str:
        """Return the words of a level in the reader's language, "" for none."""
        one = self.ladder.get(key)
        return in_readers_language(one) if one else ""

    def unborne(self, keys: Iterable[str]) -> list[tuple[str, int]]:
        """Return the titles of medals that a list whose brands bear `keys` leaves free, with how many."""
        return [(self.title(key), number) for key, number in unborne(self.seats, Counter(keys))]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(key, self.title(key)) for key in self.ladder]


def honours_by(tally: Tally) -> Honours:
    """Return the levels or medals of the rules by which `tally` was counted, and to whom its result gives them."""
    rules = rules_of_tally(tally)
    given = {code: row["level"] for code, row in selection_of(tally).items() if row["level"]}
    seats = tuple((one.key, one.seats) for one in rules.select.medals)
    return Honours(honours_of_rules(rules), given, seats)

"""The arithmetic of a committee's vote: who had to be there, on whom a vote counts, how many it takes. Plain numbers.

The usual, where the rules say nothing: half of the members make a quorum, and it takes more than half of all members
to carry, whoever was there (as standing committees of local Party committees vote).
"""

from dataclasses import dataclass
from typing import Literal

Base = Literal["present", "members"]
Majority = Literal["half", "two_thirds"]
USUAL_QUORUM, USUAL_BASE, USUAL_MAJORITY = "1/2", "members", "half"


@dataclass(frozen=True)
class Votes:
    """The votes on one item."""

    favour: int
    against: int
    abstain: int

    @property
    def cast(self) -> int:
        return self.favour + self.against + self.abstain


def quorum_of(rule: str, members: int) -> int:
    """Return how many must be there: `rule` is a number such as "7" or a share such as "2/3", rounded up."""
    above, _slash, below = rule.partition("/")
    return -(-members * int(above) // int(below)) if below else int(above)


def needed(base: int, majority: str) -> int:
    """Return the fewest votes in favour that carry: more than half of `base`, or at least two thirds of it."""
    return -(-2 * base // 3) if majority == "two_thirds" else base // 2 + 1


def carries(votes: Votes, base: int, majority: str) -> bool:
    """Return whether `votes` carry on `base`; where nobody is left to vote nothing does."""
    return base > 0 and votes.favour >= needed(base, majority)

"""Form `motion`: yes, no, abstain or absent on one entry."""

from evaluation.tally.counts import Pile
from evaluation.tally.forms.reading import Reading
from evaluation.tally.rules import Motion

WORDS = ("yes", "no", "abstain", "absent")


class MotionForm:
    def is_blank(self, answers: str) -> bool:
        return not answers

    def read(self, answers: str) -> Reading:
        return Reading(answers=(answers,)) if answers in WORDS else Reading("unlisted_value")


def divisor(motion: Motion, pile: Pile) -> int:
    """The number that the yes votes are divided by: members, those present, or votes cast for or against."""
    words = pile.marks[0]
    if motion.base == "full":
        return motion.members
    cast = words["yes"] + words["no"]
    return cast + words["abstain"] if motion.base == "present" else cast

"""Form `motion`: yes, no, abstain or absent on one entry."""

from evaluation.tally.counts import Pile
from evaluation.tally.forms.reading import BLANK, Reading, invalid
from evaluation.tally.rules import Motion

WORDS = ("yes", "no", "abstain", "absent")


class MotionForm:
    scale = 1

    def read(self, answers: str) -> Reading:
        if not answers:
            return BLANK
        return Reading(word=answers) if answers in WORDS else invalid("unlisted_value")


def votes(pile: Pile, *words: str) -> int:
    """How many votes say one of the words."""
    return int(pile.weighed(reading.word in words for reading in pile.readings))


def divisor(motion: Motion, pile: Pile) -> int:
    """The number that the yes votes are divided by: members, those present, or votes cast for or against."""
    if motion.base == "full":
        return motion.members
    return votes(pile, "yes", "no", "abstain") if motion.base == "present" else votes(pile, "yes", "no")

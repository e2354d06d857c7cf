"""What `items` and `levels` share: a sheet of answers in the order of the items, an overall answer last."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from evaluation.tally.exact import Exact, simple
from evaluation.tally.forms.reading import BLANK, Reading, invalid
from evaluation.tally.rules import Channel, Item


class Mark(NamedTuple):
    """One answer: refused with a reason, without opinion or missing (value None), or worth a value."""

    reason: str = ""
    value: Exact | None = None
    good: bool = False


class Sheet(ABC):
    """Reads sheets; equal sheets and equal answers are judged once.

    Where a sheet is worth the mean of its answers, values are scaled so that they stay whole numbers.
    """

    def __init__(self, channel: Channel) -> None:
        number = len(channel.items)
        self.channel = channel
        self.scale = lcm(*range(1, number + 1)) if channel.per_rater == "mean" else 1
        self._all = (1,) * number
        self._total_max = sum((item.max for item in channel.items), start=Fraction(0))
        self._marks = [_Marks(self, item) for item in channel.items]
        self._known: dict[str, Reading] = {}

    @abstractmethod
    def judge(self, item: Item, text: str) -> Mark:
        """Judge an answer that is not empty."""

    def first_look(self, item: Item, text: str) -> Mark:
        if text:
            return self.judge(item, text)
        return Mark("missing_answer") if self.channel.every_item else Mark()

    def read(self, answers: str) -> Reading:
        reading = self._known.get(answers)
        if reading is None:
            reading = self._known[answers] = self._read(answers)
        return reading

    def _read(self, answers: str) -> Reading:
        if not answers.strip("|"):
            return self._zero("blank") if self.channel.blank_in_base else BLANK
        texts = answers.split("|")
        overall = self.channel.overall
        if overall is not None:
            verdict = texts.pop()
            if verdict == overall.reject:
                return self._zero("valid") if overall.in_base else Reading(in_base=False)
            if verdict != overall.agree:
                return self._without_verdict(texts, verdict)
        return self._judge(texts)

    def _zero(self, fate: str) -> Reading:
        """Worth 0 in the base, with one answer per item that is not good; no item mean takes it in."""
        nothing = (0,) * len(self._all)
        return Reading(fate, marks=nothing, given=nothing, asked=len(nothing))

    def _without_verdict(self, texts: list[str], verdict: str) -> Reading:
        judged = self._judge(texts)
        if judged.reason:
            return judged
        if verdict:
            return invalid("unlisted_value")
        return invalid("missing_answer") if self.channel.every_item else judged

    def _judge(self, texts: Sequence[str]) -> Reading:
        marks = [known[text] for known, text in zip(self._marks, texts, strict=True)]
        values = [mark.value for mark in marks]
        if None in values:
            return self._judge_gaps(texts, marks)
        return self._reading(values, self._all, marks)  # type: ignore[arg-type]

    def _judge_gaps(self, texts: Sequence[str], marks: Sequence[Mark]) -> Reading:
        reason = next((mark.reason for mark in marks if mark.reason), "")
        if reason:
            return invalid(reason)
        given = tuple(int(mark.value is not None) for mark in marks)
        if not any(given):
            # Only words of no opinion, or under any_item nothing but an overall answer.
            return Reading(in_base=False) if any(texts) else invalid("missing_answer")
        return self._reading([mark.value or 0 for mark in marks], given, marks)

    def _reading(self, values: Sequence[Exact], given: tuple[int, ...], marks: Sequence[Mark]) -> Reading:
        good = sum(mark.good for mark in marks) if self.channel.across == "share" else 0
        asked = len(given) if given is self._all else sum(given)
        return Reading(
            "valid", "", True, self._worth(values, given, asked), tuple(values), given, good, asked
        )

    def _worth(self, values: Sequence[Exact], given: tuple[int, ...], asked: int) -> Exact:
        total: Exact = sum(values)
        if self.channel.per_rater == "mean":
            return total * (self.scale // asked)
        if given is self._all:
            return total
        answered = (item.max for item, has in zip(self.channel.items, given, strict=True) if has)
        reached = sum(answered, start=Fraction(0))
        return simple(total * self._total_max / reached) if reached else 0


class _Marks(dict[str, Mark]):
    """The answers seen on one item; a new one is judged when it is first looked up."""

    def __init__(self, sheet: Sheet, item: Item) -> None:
        super().__init__()
        self._sheet = sheet
        self._item = item

    def __missing__(self, text: str) -> Mark:
        mark = self[text] = self._sheet.first_look(self._item, text)
        return mark

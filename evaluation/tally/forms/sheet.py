"""What `items` and `levels` share: a sheet of answers in the order of the items, an overall answer last."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from evaluation.tally.counts import Exact
from evaluation.tally.forms.reading import Reading
from evaluation.tally.rules import Channel, Item


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer: refused with a reason, of no opinion (value None), or worth a value."""

    reason: str = ""
    value: Exact | None = None
    good: bool = False


class Sheet(ABC):
    """Reads sheets; equal sheets and equal answers are judged once."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.total_max = sum((item.max for item in channel.items), start=Fraction(0))
        self._known: dict[str, Reading] = {}
        self._marks: list[dict[str, Mark]] = [{} for _ in channel.items]

    @abstractmethod
    def judge(self, item: Item, text: str) -> Mark:
        """Judge an answer that is not empty."""

    def is_blank(self, answers: str) -> bool:
        return not answers.strip("|")

    def read(self, answers: str) -> Reading:
        reading = self._known.get(answers)
        if reading is None:
            reading = self._known[answers] = self._read(answers.split("|"))
        return reading

    def blank_reading(self) -> Reading:
        """A blank or a rejecting sheet in the base: worth 0, one answer per item that is not good."""
        return Reading(asked=len(self.channel.items))

    def mean_of(self, item: int, marks: dict[str, int]) -> Fraction | None:
        """The mean of the answers given to one item, from how often each was given."""
        number = sum(marks.values())
        total: Exact = sum((self._mark(item, text).value or 0) * times for text, times in marks.items())
        return Fraction(total) / number if number else None

    def _read(self, texts: list[str]) -> Reading:
        overall = self.channel.overall
        verdict = texts.pop() if overall else ""
        if overall and verdict == overall.reject:
            return self.blank_reading() if overall.in_base else Reading(in_base=False)
        marks = [self._mark(index, text) for index, text in enumerate(texts)]
        reason = next((mark.reason for mark in marks if mark.reason), "") or self._verdict_reason(verdict)
        if reason:
            return Reading(reason)
        return self._value(texts, marks)

    def _verdict_reason(self, verdict: str) -> str:
        overall = self.channel.overall
        if overall is None or verdict == overall.agree:
            return ""
        if verdict:
            return "unlisted_value"
        return "missing_answer" if self.channel.every_item else ""

    def _mark(self, index: int, text: str) -> Mark:
        known = self._marks[index]
        mark = known.get(text)
        if mark is None:
            mark = known[text] = self._first_look(index, text)
        return mark

    def _first_look(self, index: int, text: str) -> Mark:
        if text:
            return self.judge(self.channel.items[index], text)
        return Mark("missing_answer") if self.channel.every_item else Mark()

    def _value(self, texts: list[str], marks: list[Mark]) -> Reading:
        values = [mark.value for mark in marks if mark.value is not None]
        if not values:
            # Only words of no opinion, or under any_item nothing but an overall answer.
            return Reading(in_base=False) if any(texts) else Reading("missing_answer")
        answers = tuple(
            text if mark.value is not None else "" for text, mark in zip(texts, marks, strict=True)
        )
        good = sum(mark.good for mark in marks)
        return Reading("", True, self._worth(values, marks), answers, good, len(values))

    def _worth(self, values: list[Exact], marks: list[Mark]) -> Exact:
        total: Exact = sum(values)
        if self.channel.per_rater == "mean":
            return simple(Fraction(total) / len(values))
        if len(values) == len(marks):
            return total
        answered = (
            item.max for item, mark in zip(self.channel.items, marks, strict=True) if mark.value is not None
        )
        reached = sum(answered, start=Fraction(0))
        return simple(total * self.total_max / reached) if reached else 0


def simple(value: Fraction) -> Exact:
    """A whole number as int, which adds and hashes several times faster than a Fraction."""
    return value.numerator if value.denominator == 1 else value

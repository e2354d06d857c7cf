"""One form at a time: what it is, and what it says of an entry (tally.md 2.2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally import FormRow
from evaluation.tally.rules import Channel

REASONS = (
    "missing_answer",
    "unlisted_value",
    "out_of_range",
    "off_step",
    "too_many_picks",
    "too_few_picks",
    "stratum_without_pick",
    "place_twice",
    "place_missing",
    "not_in_stage",
)


@dataclass
class Said:
    """What one form gives an entry: its value, its answers by item, its good and other answers, its word."""

    value: Fraction = Fraction(0)
    answers: dict[str, Fraction] = field(default_factory=dict)
    good: list[bool] = field(default_factory=list)
    word: str = ""
    in_base: bool = True


@dataclass
class Verdict:
    """`state` is void, recused, blank, invalid or valid."""

    state: str
    reason: str = ""
    said: Said | None = None


@dataclass
class Form:
    """One sheet of paper, with one row or, where it spans entries, several."""

    group: str
    rows: list[FormRow]


def papers(channel: Channel, rows: Sequence[FormRow]) -> list[Form]:
    """Every single form of a channel: rows of one form together, counted rows as many times as they say."""
    bound: dict[str, list[FormRow]] = {}
    for number, row in enumerate(row for row in rows if row.channel == channel.key):
        name = f"form {row.form}" if channel.is_wide and row.form else f"row {number}"
        bound.setdefault(name, []).append(row)
    return [Form(group[0].group, group) for group in bound.values() for _ in range(group[0].count)]


def number(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]+", text) else None


def zero(channel: Channel) -> Said:
    """A rejecting form, or a blank one in the base: 0, and to each item an answer that is not good."""
    return Said(good=[False for _ in channel.items])


def judge_narrow(channel: Channel, row: FormRow, *, in_stage: bool) -> Verdict:
    """Void, recused, blank, invalid, else valid: the first that fits."""
    if row.state.startswith("void:"):
        return Verdict("void", row.state.removeprefix("void:"))
    if row.state == "recused":
        return Verdict("recused")
    if not row.answers.replace("|", ""):
        return Verdict("blank", said=zero(channel) if channel.blank_in_base else None)
    fault = fault_of(channel, row.answers) or ("" if in_stage else "not_in_stage")
    return (
        Verdict("invalid", fault)
        if fault
        else Verdict("valid", said=READ[channel.form](channel, row.answers))
    )


def fault_of(channel: Channel, answers: str) -> str:
    return FAULTS[channel.form](channel, answers)


def sheet_fault(channel: Channel, answers: str) -> str:
    cells = answers.split("|")
    if channel.overall and cells[-1] == channel.overall.reject:
        return ""
    marks = cells[: len(channel.items)]
    if not any(marks):
        return "missing_answer"
    for item, text in zip(channel.items, marks, strict=True):
        fault = _item_fault(channel, item, text)
        if fault:
            return fault
    return _overall_fault(channel, cells[-1]) if channel.overall else ""


def _item_fault(channel: Channel, item, text: str) -> str:
    if not text:
        return "missing_answer" if channel.every_item else ""
    if channel.form == "levels":
        return "" if text in item.levels or text == "none" else "unlisted_value"
    mark = number(text)
    if mark is None:
        return "unlisted_value"
    if not 0 <= mark <= item.max:
        return "out_of_range"
    return "off_step" if item.step and (mark / item.step).denominator != 1 else ""


def _overall_fault(channel: Channel, word: str) -> str:
    if not word:
        return "missing_answer" if channel.every_item else ""
    return "" if word == channel.overall.agree else "unlisted_value"


def read_sheet(channel: Channel, answers: str) -> Said:
    cells = answers.split("|")
    if channel.overall and cells[-1] == channel.overall.reject:
        rejecting = zero(channel)
        rejecting.in_base = channel.overall.in_base
        return rejecting
    said = Said()
    for item, text in zip(channel.items, cells[: len(channel.items)], strict=True):
        if text not in {"", "none"}:
            level = item.levels.get(text)
            said.answers[item.key] = level.value if level else Fraction(text)
            said.good.append(bool(level and level.good))
    said.in_base = bool(said.answers)
    if said.answers and channel.across != "share":
        said.value = per_rater(channel, said.answers)
    return said


def per_rater(channel: Channel, answers: dict[str, Fraction]) -> Fraction:
    total = sum(answers.values(), Fraction(0))
    if channel.per_rater == "mean":
        return total / len(answers)
    if len(answers) == len(channel.items):
        return total
    all_maxima = sum((item.max for item in channel.items), Fraction(0))
    return total * all_maxima / sum((item.max for item in channel.items if item.key in answers), Fraction(0))


def motion_fault(channel: Channel, answers: str) -> str:
    return "" if answers in {"yes", "no", "abstain", "absent"} else "unlisted_value"


def figure_fault(channel: Channel, answers: str) -> str:
    least, most, value = channel.figure.least, channel.figure.most, Fraction(answers)
    too_low = least is not None and value < least
    return "out_of_range" if too_low or (most is not None and value > most) else ""


def ledger_fault(channel: Channel, answers: str) -> str:
    for pair in answers.split(";"):
        fact, colon, count = pair.partition(":")
        if not colon or fact not in channel.facts or whole(count) is None:
            return "unlisted_value"
    return ""


def read_ledger(channel: Channel, answers: str) -> Said:
    worth = Fraction(0)
    for item in channel.ledger_items:
        left = item.start
        for pair in answers.split(";"):
            fact, _, count = pair.partition(":")
            if channel.facts[fact].item == item.key:
                left += channel.facts[fact].delta * int(count)
        worth += max(item.floor, left)
    return Said(worth)


FAULTS = {
    "items": sheet_fault,
    "levels": sheet_fault,
    "motion": motion_fault,
    "figure": figure_fault,
    "ledger": ledger_fault,
}
READ = {
    "items": read_sheet,
    "levels": read_sheet,
    "motion": lambda _channel, answers: Said(word=answers),
    "figure": lambda _channel, answers: Said(Fraction(answers)),
    "ledger": read_ledger,
}

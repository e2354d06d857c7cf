"""From the forms of one channel to its values in the stage that uses it first (tally.md 2.2 and 2.3)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally import Entry, FormRow
from evaluation.tally.rules import Channel
from tests.second.paper import Said, Verdict, judge_narrow, papers
from tests.second.places import transformed
from tests.second.spanning import judge_wide


@dataclass
class Part:
    """The forms of one group on one entry; `value` as after step 3, None where not established."""

    verdicts: list[Verdict] = field(default_factory=list)
    base: int = 0
    value: Fraction | None = None

    def said(self) -> list[Said]:
        return [verdict.said for verdict in self.verdicts if verdict.said and verdict.said.in_base]


@dataclass
class View:
    """What a channel thinks of one entry; `merged` as after step 4, `value` as after step 6."""

    parts: dict[str, Part]
    established: bool = False
    merged: Fraction | None = None
    value: Fraction | None = None
    items: dict[str, Fraction] = field(default_factory=dict)

    @property
    def verdicts(self) -> list[Verdict]:
        return [verdict for part in self.parts.values() for verdict in part.verdicts]

    @property
    def base(self) -> int:
        return sum(part.base for part in self.parts.values())


@dataclass
class Opinion:
    """A channel: the verdict on each of its forms, and its view of each entry of the stage."""

    channel: Channel
    forms: list[Verdict]
    views: dict[str, View]


def opinion(channel: Channel, rows: Sequence[FormRow], stage: Sequence[Entry]) -> Opinion:
    views = {entry.key: View({key: Part() for key in channel.group_keys}) for entry in stage}
    forms = []
    for form in papers(channel, rows):
        if channel.is_wide:
            own, told = judge_wide(channel, form, stage)
        else:
            row = form.rows[0]
            own = judge_narrow(channel, row, in_stage=row.entry in views)
            told = {row.entry: own} if row.entry in views else {}
        forms.append(own)
        for key, verdict in told.items():
            views[key].parts[form.group].verdicts.append(verdict)
    for view in views.values():
        _weigh(channel, view)
    _finish(channel, views, [entry.key for entry in stage if not entry.veto])
    return Opinion(channel, forms, views)


def counts(verdicts: Sequence[Verdict]) -> dict:
    states = Counter(verdict.state for verdict in verdicts)
    return {
        "returned": len(verdicts),
        "valid": states["valid"],
        "invalid": dict(Counter(verdict.reason for verdict in verdicts if verdict.state == "invalid")),
        "blank": states["blank"],
        "void": dict(Counter(verdict.reason for verdict in verdicts if verdict.state == "void")),
        "recused": states["recused"],
    }


def _weigh(channel: Channel, view: View) -> None:
    """Steps 1 to 4: each part, then all of them together."""
    for part in view.parts.values():
        _measure(channel, part)
    view.merged = _merge(channel, view)
    view.established = view.merged is not None
    if not view.established:
        for part in view.parts.values():
            part.value = None
    heard = [said for part in view.parts.values() if part.value is not None for said in part.said()]
    for item in channel.items:
        answers = [said.answers[item.key] for said in heard if item.key in said.answers]
        if answers:
            view.items[item.key] = sum(answers, Fraction(0)) / len(answers)


def _measure(channel: Channel, part: Part) -> None:
    if channel.motion:
        _vote(channel, part)
        return
    said = part.said()
    part.base = len(said)
    if said:
        part.value = _across(channel, said)


def _vote(channel: Channel, part: Part) -> None:
    words = Counter(said.word for said in part.said())
    part.base = {
        "full": channel.motion.members,
        "present": words["yes"] + words["no"] + words["abstain"],
        "cast": words["yes"] + words["no"],
    }[channel.motion.base]
    valid = sum(words.values())
    if part.base and valid >= channel.min_valid:
        part.value = Fraction(words["yes"], part.base)


def _across(channel: Channel, said: list[Said]) -> Fraction:
    if channel.across == "share":
        good = [answer for one in said for answer in one.good]
        return Fraction(sum(good), len(good)) * channel.max
    values = sorted(one.value for one in said)
    if channel.trim and len(values) >= channel.trim.if_at_least:
        values = values[channel.trim.low : len(values) - channel.trim.high]
    if channel.across == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    total = sum(values, Fraction(0))
    return total / len(values) if channel.across == "mean" else total


def _merge(channel: Channel, view: View) -> Fraction | None:
    if channel.motion:
        return view.parts[""].value
    if view.base < channel.min_valid:
        return None
    if not channel.groups:
        return view.parts[""].value
    for group in channel.groups:
        if view.parts[group.key].base < group.min_valid:
            view.parts[group.key].value = None
    held = [group for group in channel.groups if view.parts[group.key].value is not None]
    if not held or (channel.group_missing == "block" and len(held) < len(channel.groups)):
        return None
    weighted = sum((group.weight * view.parts[group.key].value for group in held), Fraction(0))
    return weighted / sum((group.weight for group in held), Fraction(0))


def _finish(channel: Channel, views: dict[str, View], unvetoed: list[str]) -> None:
    """Steps 5 and 6."""
    values = {key: view.merged for key, view in views.items() if view.established}
    if channel.motion:
        values = {key: value * channel.max for key, value in values.items()}
    elif channel.transform and channel.form != "ranking":
        values = transformed(channel.transform, {key: values[key] for key in unvetoed if key in values})
    for key, value in values.items():
        blanks = sum(1 for verdict in views[key].verdicts if verdict.state == "blank")
        lowered = value - channel.blank_penalty * blanks
        views[key].value = min(max(lowered, channel.floor), channel.cap)

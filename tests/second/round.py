"""A seeded round: sound rules, entries, forms with every fault that paper has, and decisions on some ties."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from evaluation.tally import (
    Decision,
    Entry,
    FormRow,
    Rules,
    RulesError,
    canonical_json,
    load_rules,
    read_bundle,
    result_bytes,
    run,
    write_bundle,
)
from evaluation.tally.rules import Channel
from tests.second.chance import FLAGS, STRATA, random_rules
from tests.second.result import second_bytes


@dataclass(frozen=True)
class Round:
    rules: Rules
    entries: list[Entry]
    rows: list[FormRow]
    decisions: list[Decision]
    through: str | None

    def engine(self) -> bytes:
        """What the engine makes of the bundle."""
        with tempfile.TemporaryDirectory() as folder:
            self.write(Path(folder))
            bundle = read_bundle(folder)
            return result_bytes(run(bundle.rules, bundle.inputs, self.through).result)

    def second(self) -> bytes:
        return second_bytes(self.rules, self.entries, self.rows, self.decisions, self.through)

    def write(self, folder: Path) -> None:
        write_bundle(
            folder,
            rules_json=canonical_json(self.rules.document),
            entries=self.entries,
            forms=self.rows,
            decisions=self.decisions,
            result=b"",
        )


def random_round(seed: int, *, weighted: bool = False) -> Round:
    """Equal seeds give equal rounds."""
    rng = Random(seed)
    rules = _sound_rules(rng, weighted)
    keys = [f"E{place}" for place in range(1, rng.randint(2, 6) + 1)]
    alike = rng.choice((0.1, 0.4, 1.0))
    entries = [_entry(rng, rules, key, alike) for key in keys]
    rows = [row for channel in rules.channels.values() for row in _forms(rng, channel, keys, alike)]
    rng.shuffle(rows)
    stages = [stage.key for stage in rules.stages]
    through = rng.choice(stages) if rng.random() < 0.2 else None
    return Round(rules, entries, rows, list(_decisions(rng, [*stages, "select"], keys)), through)


def _sound_rules(rng: Random, weighted: bool) -> Rules:
    """The next rules that the linter lets pass."""
    while True:
        try:
            return load_rules(random_rules(rng, weighted=weighted))
        except RulesError:
            continue


def _entry(rng: Random, rules: Rules, key: str, alike: float) -> Entry:
    veto = rng.choice(([], [], [], [], [], [], ["fraud"], ["late", "fraud"]))
    adjust = (
        []
        if rng.random() < max(alike, 0.7)
        else rng.choices(("1", "-0.5", "0.25", "-2"), k=rng.randint(1, 2))
    )
    return Entry(
        key,
        stratum=rng.choice(STRATA) if rules.strata else "",
        flags=tuple(flag for flag in FLAGS if rng.random() < 0.5),
        veto=tuple(veto),
        adjust=tuple(adjust),
    )


def _decisions(rng: Random, stages: list[str], keys: list[str]) -> Iterator[Decision]:
    for stage in stages:
        if rng.random() < 0.5:
            order = rng.sample(range(len(keys)), len(keys))
            kept = [(key, place) for key, place in zip(keys, order, strict=True) if rng.random() < 0.9]
            yield from (Decision(stage, key, str(place), "minutes") for key, place in kept)


def _forms(rng: Random, channel: Channel, keys: list[str], alike: float) -> Iterator[FormRow]:
    if channel.is_wide:
        for number in range(rng.choice((0, 1, 1, 2, 4, 6))):
            yield from _wide(rng, channel, keys, f"f{number}")
        return
    told: list[FormRow] = []
    for key in keys:
        # Some entries fare as the one before them, so that ties are common.
        if not told or rng.random() >= alike:
            told = [_sheet_row(rng, channel) for _ in range(rng.choice((0, 1, 2, 3, 5, 7)))]
        yield from (replace(row, entry=key) for row in told)


def _sheet_row(rng: Random, channel: Channel) -> FormRow:
    state = rng.choice(("",) * 12 + ("recused", "void:late", "void:copied"))
    answers = "" if rng.random() < 0.08 else ANSWERS[channel.form](rng, channel)
    group, count = rng.choice(channel.group_keys), rng.choice((1, 1, 1, 2, 3))
    return FormRow(channel.key, "", answers, group=group, state=state, count=count)


def _wide(rng: Random, channel: Channel, keys: list[str], form: str) -> Iterator[FormRow]:
    state = "void:late" if rng.random() < 0.08 else ""
    out = [] if state or rng.random() < 0.7 else rng.sample(keys, rng.randint(1, len(keys)))
    rest = [key for key in keys if key not in out]
    told = _picked(rng, channel, rest) if channel.form == "picks" else _placed(rng, rest)
    if not told and channel.form == "picks" and (state or not out or rng.random() < 0.5):
        told = {"": ""}
    shared = {"form": form, "group": rng.choice(channel.group_keys), "count": rng.choice((1, 1, 2))}
    for entry, answers in told.items():
        yield FormRow(channel.key, entry, answers, state=state, **shared)
    for entry in out:
        yield FormRow(channel.key, entry, state="recused", **shared)


def _picked(rng: Random, channel: Channel, keys: list[str]) -> dict[str, str]:
    most = channel.picks.exactly or channel.picks.at_most
    wanted = rng.choice((0, most, most, most, most - 1, most + 1))
    return dict.fromkeys(rng.sample(keys, min(wanted, len(keys))), "")


def _placed(rng: Random, keys: list[str]) -> dict[str, str]:
    """Places 1..n for all, or for those of some; now and then one that is wrong; or none at all."""
    chance = rng.random()
    kept = keys if chance < 0.6 or not keys else rng.sample(keys, rng.randint(1, len(keys)))
    places = rng.sample([str(place) for place in range(1, len(kept) + 1)], len(kept))
    told = dict(zip(kept, places, strict=True))
    if told and chance > 0.85:
        told[rng.choice(kept)] = rng.choice(("", "x", "0", "1", "9", "1.0"))
    return dict.fromkeys(told, "") if chance > 0.96 else told


def _items(rng: Random, channel: Channel) -> str:
    return _sheet(rng, channel, [_mark(rng, item) for item in channel.items])


def _mark(rng: Random, item) -> str:
    if rng.random() < 0.06:
        return rng.choice(("", "", "x", "-1", "99", "0.3", "none"))
    if item.step is None:
        return rng.choice(("0", "1", "2", "2.5", "1.25", "2.50"))
    steps = [item.step * place for place in range(int(item.max / item.step) + 1)]
    return str(
        rng.choice(
            [
                int(value) if value.denominator == 1 else float(value)
                for value in steps
                if value.denominator in {1, 2}
            ]
        )
    )


def _levels(rng: Random, channel: Channel) -> str:
    marks = [rng.choice(list(item.levels)) for item in channel.items]
    return _sheet(
        rng,
        channel,
        [rng.choice(("", "none", "none", "x")) if rng.random() < 0.12 else mark for mark in marks],
    )


def _sheet(rng: Random, channel: Channel, marks: list[str]) -> str:
    if channel.overall:
        marks.append("agree" if rng.random() < 0.7 else rng.choice(("disagree", "disagree", "", "perhaps")))
        if rng.random() < 0.1:
            marks[:-1] = [""] * (len(marks) - 1)
    return "|".join(marks)


def _ledger(rng: Random, channel: Channel) -> str:
    pairs = [f"{rng.choice(list(channel.facts))}:{rng.randrange(4)}" for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.06:
        pairs.append(rng.choice(("late", "gone:1", "late:x", "late:-1", "")))
    return ";".join(pairs)


ANSWERS = {
    "items": _items,
    "levels": _levels,
    "motion": lambda rng, _: rng.choice(
        ("yes", "yes", "yes", "no", "abstain", "absent", *(["aye"] if rng.random() < 0.1 else []))
    ),
    "figure": lambda rng, _: rng.choice(("0", "1", "2", "3", "5", "8", "2.5", "9", "-1", "12")),
    "ledger": _ledger,
}

"""Seeded forms for any rules: every rater fills what the channel asks for, so that nothing is invalid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from evaluation.tally import Decision, Entry, Inputs, Rules, run
from evaluation.tally.exact import plain
from evaluation.tally.rules import Channel, Item

# Enough that a count of votes reaches every band of a scheme.
MOST = 3000


def made_inputs(rules: Rules, entries: int, seed: int) -> Inputs:
    """Entries E001, E002 … spread over the strata, with forms in every channel and an order for every tie."""
    chance = Random(seed)
    inputs = Inputs([_entry(rules, number) for number in range(1, entries + 1)])
    for index, stage in enumerate(rules.stages):
        left = _left(rules, inputs, index)
        for channel in rules.first_use(index):
            inputs = _with_forms(inputs, channel, left, chance)
        inputs = _decided(rules, inputs, stage.key)
    return inputs


def _left(rules: Rules, inputs: Inputs, index: int) -> list[Entry]:
    """The entries that came through the stages before number `index`."""
    if index == 0:
        return list(inputs.entries)
    last = run(rules, inputs, rules.stages[index - 1].key).result["stages"][-1]
    through = {row["entry"] for row in last["entries"] if row["outcome"] == "advanced"}
    return [entry for entry in inputs.entries if entry.key in through]


def _with_forms(inputs: Inputs, channel: Channel, left: list[Entry], chance: Random) -> Inputs:
    if channel.is_wide:
        return replace(inputs, wide={**inputs.wide, **Counter(_wide_forms(channel, left, chance))})
    return replace(inputs, patterns={**inputs.patterns, **Counter(_forms(channel, left, chance))})


def _decided(rules: Rules, inputs: Inputs, stage: str) -> Inputs:
    """The same with an order by key for every tie that waits for people."""
    while (result := run(rules, inputs, stage).result)["state"] == "needs_decision":
        tie = next(row for row in result["problems"] if row["code"] == "needs_decision")
        order = [Decision(tie["stage"], key, str(n), "made") for n, key in enumerate(tie["entries"], 1)]
        inputs = replace(inputs, decisions=(*inputs.decisions, *order))
    return inputs


def _entry(rules: Rules, number: int) -> Entry:
    strata = list(rules.strata)
    flags = tuple(sorted({flag for level in rules.levels for flag in level.requires}))
    return Entry(
        f"E{number:03d}",
        stratum=strata[number % len(strata)] if strata else "",
        flags=flags if number % 2 else (),
    )


def _forms(channel: Channel, stage: list[Entry], chance: Random) -> Iterator[tuple[str, str, str, str, str]]:
    for entry in stage:
        for group in channel.group_keys:
            for _ in range(channel.min_valid + chance.randrange(3)):
                yield (channel.key, entry.key, group, _answers(channel, chance), "")


def _answers(channel: Channel, chance: Random) -> str:
    if channel.figure is not None:
        least = channel.figure.least or Fraction(0)
        most = MOST if channel.figure.most is None else int(channel.figure.most)
        return str(chance.randint(int(least), most))
    if channel.motion is not None:
        return chance.choice(["yes", "yes", "yes", "no", "abstain", "absent"])
    if channel.ledger_items:
        facts = chance.sample(sorted(channel.facts), k=min(3, len(channel.facts)))
        return ";".join(f"{fact}:{chance.randrange(3)}" for fact in facts)
    # Without an opinion on anything a form would leave the base, so the first item always has one.
    answers = [_answer(item, chance, may_pass=n > 0) for n, item in enumerate(channel.items)]
    return "|".join([*answers, channel.overall.agree] if channel.overall else answers)


def _answer(item: Item, chance: Random, *, may_pass: bool) -> str:
    if item.levels:
        return chance.choice([*item.levels, "none"] if may_pass else list(item.levels))
    step = item.step or Fraction(1)
    return plain(step * chance.randint(0, int(item.max / step)))


def _wide_forms(channel: Channel, stage: list[Entry], chance: Random) -> Iterator[tuple]:
    for _ in range(channel.min_valid + 5):
        for group in channel.group_keys:
            order = chance.sample(stage, k=len(stage))
            if channel.form == "ranking":
                rows = [(entry.key, str(place), "") for place, entry in enumerate(order, 1)]
            else:
                rows = [(entry.key, "", "") for entry in _picked(channel, order, chance)]
            yield (channel.key, group, tuple(sorted(rows)))


def _picked(channel: Channel, order: list[Entry], chance: Random) -> list[Entry]:
    """One of each stratum where asked for, then others by chance up to the number that is allowed."""
    picks = channel.picks
    if picks.exactly is not None:
        return order[: picks.exactly]
    first = {entry.stratum: entry for entry in order} if picks.one_per_stratum else {}
    rest = [entry for entry in order if entry not in first.values()]
    number = chance.randint(max(1, len(first)), min(picks.at_most, len(order)))
    return [*first.values(), *rest][:number]

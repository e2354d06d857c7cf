"""Seeded forms of every kind: raters who mark strictly or mildly fill what a channel asks for, so nothing is invalid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from evaluation.tally.exact import plain
from evaluation.tally.inputs import Entry, Pattern, WidePattern, WideRow
from evaluation.tally.rules import Channel, Group, Item, Rules

# More forms on one entry show nothing new; only a higher least number makes more.
MOST_FORMS = 60
# A figure without an upper bound; enough that a count of votes reaches every band of a scheme.
MOST_VOTES = 3000
NO_OPINION = "none"
# From this level on nearly everybody votes for the entry.
MOSTLY_YES = 70
# The kinds of raters who have a code and no account.
BY_CODE = frozenset({"client", "public"})
# A rater who marks as low as this rejects the entry as a whole, where that is asked.
REJECTED_BELOW = 25


@dataclass(frozen=True)
class Turnout:
    """Of a hundred forms, how many never come, how many come blank, and for how many the rater is recused."""

    missing: int = 0
    blank: int = 0
    recused: int = 0

    def of(self, fate: int, answers: str) -> tuple[str, str] | None:
        """The answers and the state of a form whose fate is a number below 100; None where it never comes."""
        if fate < self.missing:
            return None
        if fate < self.missing + self.blank:
            return "", ""
        is_recused = fate < self.missing + self.blank + self.recused
        return ("", "recused") if is_recused else (answers, "")


class FormMaker:
    """Makes forms by chance of a seed; equal rules, entries and seeds give equal forms on any machine.

    All is drawn in whole numbers: every entry has a quality from 35 to 95, every rater a bias, every form some noise.
    """

    def __init__(self, rules: Rules, seed: int, turnout: Turnout | None = None) -> None:
        self.rules = rules
        self.seed = seed
        self.turnout = turnout or Turnout()

    def entries(self, number: int) -> list[Entry]:
        """Entries E001, E002 …, spread over the strata; every second one has what levels may require."""
        strata = list(self.rules.strata)
        flags = tuple(sorted({flag for level in self.rules.levels for flag in level.requires}))
        return [
            Entry(
                f"E{place:03d}",
                stratum=strata[place % len(strata)] if strata else "",
                flags=flags if place % 2 else (),
            )
            for place in range(1, number + 1)
        ]

    def quality(self, entry: Entry) -> int:
        return self._chance(entry.key).randint(35, 95)

    def narrow(self, channel: Channel, stage: Sequence[Entry]) -> Counter[Pattern]:
        """The forms of a channel on one entry each."""
        return Counter(self._narrow(channel, stage))

    def wide(self, channel: Channel, stage: Sequence[Entry]) -> Counter[WidePattern]:
        """The forms of a channel that span the entries of the stage."""
        return Counter(self._wide(channel, stage))

    def _narrow(self, channel: Channel, stage: Sequence[Entry]) -> Iterator[Pattern]:
        turnout = self._turnout(channel)
        for group, number in _raters(channel):
            for rater in range(number):
                chance = self._chance(channel.key, group, str(rater))
                bias = chance.randint(-8, 8)
                for entry in stage:
                    fate = chance.randrange(100)
                    level = self.quality(entry) + bias + chance.randint(-12, 12)
                    answers = _answers(channel, max(0, min(100, level)), chance)
                    told = turnout.of(fate, answers)
                    if told:
                        yield (channel.key, entry.key, group, *told)

    def _turnout(self, channel: Channel) -> Turnout:
        """Where the least number is all there are, as with a figure, none stays out."""
        spare = sum(number for _, number in _raters(channel)) > channel.min_valid
        return self.turnout if spare else Turnout()

    def _wide(self, channel: Channel, stage: Sequence[Entry]) -> Iterator[WidePattern]:
        turnout = self._turnout(channel)
        for group, number in _raters(channel):
            for rater in range(number):
                chance = self._chance(channel.key, group, str(rater))
                fate = chance.randrange(100)
                if fate < turnout.missing:
                    continue
                order = sorted(stage, key=lambda entry: (-self._liked(entry, chance), entry.key))
                blank = fate < turnout.missing + turnout.blank
                yield channel.key, group, _blank(channel, order) if blank else _rows(channel, order, chance)

    def _liked(self, entry: Entry, chance: Random) -> int:
        return self.quality(entry) + chance.randint(-25, 25)

    def _chance(self, *words: str) -> Random:
        return Random("|".join((str(self.seed), *words)))  # noqa: S311 - made forms are told apart by it, no secret


def _raters(channel: Channel) -> list[tuple[str, int]]:
    """How many raters each group of a channel has."""
    if channel.motion is not None and channel.motion.members:
        return [("", channel.motion.members)]
    rows: list[Group | None] = list(channel.groups) or [None]
    return [(row.key if row else "", _number(channel, row)) for row in rows]


def _number(channel: Channel, group: Group | None) -> int:
    least = max(channel.min_valid if group is None else group.min_valid, _share(channel))
    is_measured = channel.form in {"figure", "ledger"} and channel.raters not in BY_CODE
    spare = 0 if is_measured else max(3, least)
    invited = (group.invited if group else channel.invited) or least + spare
    return max(least, min(invited, MOST_FORMS))


def _share(channel: Channel) -> int:
    """What each group must return so that the channel's least number is met."""
    return -(-channel.min_valid // max(1, len(channel.groups)))


def _answers(channel: Channel, level: int, chance: Random) -> str:
    if channel.figure is not None:
        least = channel.figure.least or Fraction(0)
        most = Fraction(MOST_VOTES) if channel.figure.most is None else channel.figure.most
        return str(int(least + (most - least) * level / 100))
    if channel.motion is not None:
        return chance.choice(_votes(channel, level))
    if channel.ledger_items:
        facts = chance.sample(sorted(channel.facts), k=min(3, len(channel.facts)))
        return ";".join(f"{fact}:{chance.randrange(1 + (100 - level) // 20)}" for fact in facts)
    # Without an opinion on anything a form would leave the base, so the first item always has one.
    answers = [_answer(item, level, chance, may_pass=n > 0) for n, item in enumerate(channel.items)]
    if channel.overall is None:
        return "|".join(answers)
    if level < REJECTED_BELOW:
        return "|".join([*[""] * len(answers), channel.overall.reject])
    return "|".join([*answers, channel.overall.agree])


def _votes(channel: Channel, level: int) -> list[str]:
    """What is drawn from; whoever casts a ballot by code is there."""
    if level >= MOSTLY_YES:
        return ["yes"] * 9 + ["no"]
    away = "abstain" if channel.raters in BY_CODE else "absent"
    return ["yes"] * 3 + ["no", "abstain", away]


def _answer(item: Item, level: int, chance: Random, *, may_pass: bool) -> str:
    level = max(0, min(100, level + chance.randint(-10, 10)))
    if not item.levels:
        step = item.step or Fraction(1)
        return plain(step * ((level * int(item.max / step) + 50) // 100))
    if may_pass and chance.randrange(25) == 0:
        return NO_OPINION
    ladder = sorted(item.levels, key=lambda key: item.levels[key].value)
    return ladder[min(len(ladder) - 1, level * len(ladder) // 90)]


def _rows(channel: Channel, order: Sequence[Entry], chance: Random) -> tuple[WideRow, ...]:
    if channel.form == "ranking":
        return tuple(sorted((entry.key, str(place), "") for place, entry in enumerate(order, 1)))
    return tuple(sorted((entry.key, "", "") for entry in _picked(channel, order, chance)))


def _blank(channel: Channel, order: Sequence[Entry]) -> tuple[WideRow, ...]:
    if channel.form == "ranking":
        return tuple(sorted((entry.key, "", "") for entry in order))
    return (("", "", ""),)


def _picked(channel: Channel, order: Sequence[Entry], chance: Random) -> list[Entry]:
    """The most liked of each stratum where asked for, then the most liked, up to the number that is allowed."""
    picks = channel.picks
    if picks is None:
        return []
    first = (
        list({entry.stratum: entry for entry in reversed(order)}.values()) if picks.one_per_stratum else []
    )
    rest = [entry for entry in order if entry not in first]
    most = picks.exactly or picks.at_most or 1
    number = most if picks.exactly else chance.randint(max(1, len(first), most // 2), max(most, 1))
    return [*first, *rest][: min(number, len(order))]

"""The arithmetic of one entry, line by line, in words and fractions; made from the result and the rules alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluation.tally.exact import plain, printed
from evaluation.tally.rules import Channel, Names, Rules
from evaluation.tally.schema import SELECT
from evaluation.tally.words import FORM_REASONS, REASONS, SENTENCES, SEPARATORS

Told = Mapping[str, Any]
NOTHING = "0/1"


@dataclass(frozen=True)
class Line:
    """One line: `kind` keys its sentence, `depth` how far it is set in, `stage` and `channel` what it is about."""

    kind: str
    text: str
    depth: int = 0
    stage: str = ""
    channel: str = ""


def explain(
    rules: Rules, result: Told, entry: str, lang: str = "zh", values: Iterable[Mapping[str, str]] = ()
) -> list[Line]:
    """Every stage that has the entry, then the selection; an empty list when no stage has it.

    With the rows that `run` returns under `values`, groups of raters and values before a transform are told as well.
    """
    speaker = _Speaker(rules, lang, [row for row in values if row["entry"] == entry and not row["item"]])
    lines = [
        line
        for stage in result["stages"]
        for place in stage["entries"]
        if place["entry"] == entry
        for line in speaker.stage(stage, place)
    ]
    chosen = next((choice for choice in result["selection"] if choice["entry"] == entry), None)
    return lines + list(speaker.choice(result["selection"], chosen)) if chosen else lines


def reason_text(rules: Rules, code: str, lang: str = "zh") -> str:
    """A reason code of a stage or of the selection as a sentence."""
    kind, _, name = code.partition(":")
    return REASONS[lang][kind].format(name=_named(rules, kind, name, lang))


def _named(rules: Rules, kind: str, name: str, lang: str) -> str:
    if kind == "veto" and name in rules.vetoes:
        return called(rules.vetoes[name], lang)
    if kind == "requires":
        return called(rules.flag_names[name], lang) if name in rules.flag_names else name
    return called(rules.channels[name].title, lang) if name in rules.channels else name


def called(title: Names, lang: str) -> str:
    """The title in the language, else in any."""
    return title.get(lang) or next(iter(title.values()), "")


def _why_no_value(channel: Channel, place: Told, told: Told) -> str:
    forms = told["valid"] if channel.motion is not None else told["base"]
    if forms < channel.min_valid:
        return "no_value"
    if channel.motion is not None:
        return "no_value_base"
    return (
        "vetoed_value"
        if place["outcome"] == "excluded" and channel.transform is not None
        else "no_value_group"
    )


class _Speaker:
    def __init__(self, rules: Rules, lang: str, values: Sequence[Mapping[str, str]]) -> None:
        self.rules = rules
        self.lang = lang
        self.values = values
        self._at = ("", "")

    def stage(self, stage: Told, place: Told) -> Iterator[Line]:
        known = next(found for found in self.rules.stages if found.key == stage["key"])
        self._at = (stage["key"], "")
        yield self._line("stage", 0, stage=called(known.title, self.lang), key=known.key)
        for key, told in self._used(place).items():
            self._at = (stage["key"], key)
            yield from self._channel(self.rules.channels[key], place, told)
        self._at = (stage["key"], "")
        if place["adjust"] != NOTHING:
            yield self._line("adjust", 1, number=self._number(place["adjust"]))
        yield self._total(place)
        yield from self._rank(stage, place)
        last = "_last" if known is self.rules.last and place["outcome"] == "advanced" else ""
        yield from self._outcome(place, last)

    def choice(self, choices: Sequence[Told], choice: Told) -> Iterator[Line]:
        self._at = (SELECT, "")
        yield self._line("selection", 0)
        if choice["rank"] is not None:
            yield self._line("rank_stratum" if self.rules.by_strata else "rank", 1, rank=choice["rank"])
        if self.rules.select.mode in {"top", "medals"}:
            yield from self._margin(choices, choice, ("awarded", "above_seat"), ("not_awarded", "below_seat"))
        yield from self._outcome(choice)
        if choice["level"]:
            yield self._line("level", 1, level=self._level(choice["level"]))

    def _used(self, place: Told) -> dict[str, Told]:
        """The channels in the order of the rules; a published result has them in the order of their keys."""
        told = place["channels"]
        return {key: told[key] for key in self.rules.channels if key in told}

    def _channel(self, channel: Channel, place: Told, told: Told) -> Iterator[Line]:
        kind = "motion_counts" if channel.form == "motion" else "counts"
        counts = {name: told[name] for name in ("returned", "valid", "blank", "recused", "base")}
        refused = {name: self._counted(told[name]) for name in ("invalid", "void")}
        yield self._line(kind, 1, channel=called(channel.title, self.lang), **counts, **refused)
        for item in channel.items:
            if item.key in told["items"]:
                title = called(item.title, self.lang)
                yield self._line("item", 2, item=title, number=self._number(told["items"][item.key]))
        yield from self._parts(channel, told)
        yield from self._value(channel, place, told)

    def _parts(self, channel: Channel, told: Told) -> Iterator[Line]:
        parts = {row["group"]: row for row in self.values if row["channel"] == channel.key}
        for group in channel.groups if parts else ():
            row = parts[group.key]
            share = {
                "group": called(group.title, self.lang),
                "weight": plain(group.weight),
                "base": row["base"],
            }
            if row["value"]:
                yield self._line("group", 2, **share, number=self._number(row["value"]))
            else:
                yield self._line("group_missing", 2, **share)
        raw = parts[""]["value"] if "" in parts and channel.motion is None else ""
        if raw and channel.form == "picks":
            yield self._line("votes", 2, number=plain(Fraction(raw)))
        elif raw and raw != (told["value"] or {}).get("exact"):
            yield self._line("raw", 2, number=self._number(raw))

    def _value(self, channel: Channel, place: Told, told: Told) -> Iterator[Line]:
        if told["value"] is None:
            yield self._line(_why_no_value(channel, place, told), 2, min_valid=channel.min_valid)
            return
        value, top = self._number(told["value"]["exact"]), plain(channel.max)
        yield self._line("value", 2, number=value, max=top)
        share = {"weight": plain(channel.weight), "value": told["value"]["exact"], "max": top}
        yield self._line("contribution", 2, **share, number=self._number(told["contribution"]["exact"]))

    def _total(self, place: Told) -> Line:
        if place["total"] is None:
            return self._line("no_total", 1)
        number = self._number(place["total"]["exact"])
        told = self._used(place)
        left_out = [key.partition(":")[2] for key in place["reasons"] if key.startswith("renormalised:")]
        if not left_out and self._left_out(told):
            left_out = self._left_out(told)
        terms = [told[key]["contribution"]["exact"] for key in told if told[key]["contribution"]]
        if not left_out:
            extra = [place["adjust"]] if place["adjust"] != NOTHING or not terms else []
            return self._line("total", 1, terms=" + ".join(terms + extra), number=number)
        weights = {key: self.rules.channels[key].weight for key in told}
        whole = sum(weights.values(), start=Fraction(0))
        counted = whole - sum((weights[key] for key in left_out), start=Fraction(0))
        shares = {"all": plain(whole), "counted": plain(counted), "adjust": place["adjust"]}
        return self._line("total_renormalised", 1, terms=" + ".join(terms) or "0/1", **shares, number=number)

    def _left_out(self, told: Told) -> list[str]:
        """The channels whose weight is carried by others; a vetoed entry's reasons do not name them."""
        return [
            key
            for key in told
            if told[key]["value"] is None and self.rules.channels[key].missing == "renormalise"
        ]

    def _rank(self, stage: Told, place: Told) -> Iterator[Line]:
        if place["rank"] is None:
            return
        yield self._line("rank_stratum" if self.rules.by_strata else "rank", 1, rank=place["rank"])
        if self.rules.compare_printed:
            yield self._line("printed", 1)
        if place["tied_with"]:
            yield self._line("tied", 1, entries=SEPARATORS[self.lang].join(place["tied_with"]))
        if not self.rules.by_strata:
            cut = ("advanced", "above_cut"), ("eliminated", "below_cut_margin")
            yield from self._margin(stage["entries"], place, *cut)

    def _margin(
        self, rows: Sequence[Told], place: Told, inside: tuple[str, str], outside: tuple[str, str]
    ) -> Iterator[Line]:
        """How far an entry is from the other side of a line; each side is an outcome and its sentence."""
        above = [Fraction(row["total"]["exact"]) for row in rows if row["outcome"] == inside[0]]
        below = [Fraction(row["total"]["exact"]) for row in rows if row["outcome"] == outside[0]]
        total = Fraction(place["total"]["exact"])
        if place["outcome"] == inside[0] and below:
            yield self._line(inside[1], 1, number=self._fraction(total - max(below)))
        if place["outcome"] == outside[0] and above:
            yield self._line(outside[1], 1, number=self._fraction(min(above) - total))

    def _outcome(self, told: Told, ending: str = "") -> Iterator[Line]:
        outcome = SENTENCES[self.lang][(told["outcome"] or "none") + ending]
        yield self._line("outcome", 1, outcome=outcome)
        for code in told["reasons"]:
            yield Line(code, reason_text(self.rules, code, self.lang), 2, *self._at)

    def _level(self, key: str) -> str:
        titles = {level.key: level.title for level in self.rules.levels}
        titles |= {medal.key: medal.title for medal in self.rules.select.medals}
        return called(titles[key], self.lang)

    def _counted(self, reasons: Mapping[str, int]) -> str:
        total = str(sum(reasons.values()))
        if not reasons:
            return total
        words = FORM_REASONS[self.lang]
        listed = SEPARATORS[self.lang].join(f"{words.get(code, code)} {n}" for code, n in reasons.items())
        return SENTENCES[self.lang]["reasons"].format(number=total, list=listed)

    def _number(self, exact: str) -> str:
        return self._fraction(Fraction(exact))

    def _fraction(self, value: Fraction) -> str:
        shown = printed(value, self.rules.places)
        exact = f"{value.numerator}/{value.denominator}"
        return f"{exact}（{shown}）" if self.lang == "zh" else f"{exact} ({shown})"

    def _line(self, kind: str, depth: int, **params: object) -> Line:
        return Line(kind, SENTENCES[self.lang][kind].format(**params), depth, *self._at)

"""A form that spans entries, read from a rater's sheets: its mark, what is wrong with it, and its counts in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.selectors.strata import Stratum, strata_of
from brandportal.kit.display import is_english
from evaluation import tally
from evaluation.models import Channel, Rater, ScoreSheet
from evaluation.selectors.rules import rules_of

PICKED = "1"
NAMED_AT_MOST = 8


@dataclass(frozen=True)
class Fault:
    """Why a form cannot be signed: `text` as a sentence with the way out, `note` beside each line of `codes`."""

    text: str
    codes: tuple[str, ...] = ()
    note: str = ""


def rule_of(channel: Channel) -> tally.rules.Channel:
    """Return the channel as the round's rules have it now."""
    return rules_of(channel.round).channels[channel.key]


def sheets_of_form(rater: Rater) -> list[ScoreSheet]:
    """Return the sheets that make up the form of `rater`, by the code of their entry; recused entries have left it."""
    found = rater.sheets.counted().select_related("application__unit").order_by("application__code")
    # The long texts of all entries are not read for a list of their names.
    sheets = list(found.defer("application__main_text", "application__meaning"))
    for sheet in sheets:
        # One channel object for all, so that its stage and round are read once.
        sheet.channel, sheet.rater = rater.channel, rater
    return sheets


def mark_of(sheets: Sequence[ScoreSheet]) -> str:
    """Return what tells two states of a form apart: any save and any recusal changes it."""
    return f"{sum(sheet.revision for sheet in sheets)}.{len(sheets)}"


def answers_of(sheets: Iterable[ScoreSheet]) -> dict[str, str]:
    """Entry code → what the form says of it, in the order of `sheets`."""
    return {sheet.application.code: sheet.answers for sheet in sheets}


def strata_of_form(channel: Channel, sheets: Iterable[ScoreSheet]) -> dict[str, Stratum]:
    """Entry code → its stratum; {} where the rules have none."""
    by_key = {one.key: one for one in strata_of(channel.round)}
    other = Stratum("", "", "")
    found = {sheet.application.code: by_key.get(sheet.application.stratum, other) for sheet in sheets}
    return found if by_key else {}


def is_blank(answers: Mapping[str, str]) -> bool:
    return not any(answers.values())


def faults_of(
    rule: tally.rules.Channel, answers: Mapping[str, str], strata: Mapping[str, Stratum] | None = None
) -> list[Fault]:
    """Return why the count would find a form with these answers invalid; a blank one breaks no rule.

    `answers` has every entry that the rater may judge; `strata` the one of each, where the rules have some.
    """
    if is_blank(answers):
        return []
    if rule.picks is not None:
        return [*_number_faults(rule.picks, answers), *_strata_faults(rule.picks, answers, strata or {})]
    return _place_faults(answers)


def told(rule: tally.rules.Channel, number: int | str, entries: int) -> str:
    """Return how far a form is; `number` is how many are picked or placed, or what stands in place of it."""
    if rule.picks is None:
        return _("%(number)s of %(entries)d placed") % {"number": number, "entries": entries}
    if rule.picks.exactly is not None:
        return _("%(number)s picked, exactly %(limit)d are asked for") % {
            "number": number,
            "limit": rule.picks.exactly,
        }
    return _("%(number)s picked, at most %(limit)d") % {"number": number, "limit": limit_of(rule.picks)}


def limit_of(picks: tally.rules.Picks) -> int:
    """How many entries a form may hold."""
    return picks.at_most or 0 if picks.exactly is None else picks.exactly


def _number_faults(picks: tally.rules.Picks, answers: Mapping[str, str]) -> list[Fault]:
    number, limit = sum(map(bool, answers.values())), limit_of(picks)
    if number > limit:
        sentence = _("%(number)d picked, at most %(limit)d may be: take %(over)d off.")
        return [Fault(sentence % {"number": number, "limit": limit, "over": number - limit})]
    if picks.exactly is None or number == limit:
        return []
    if limit > len(answers):
        sentence = _(
            "The rules ask for exactly %(limit)d picks and your form has %(entries)d entries, so none can be given. "
            "Ask the organizing department, or take all picks off and sign a blank form."
        )
        return [Fault(sentence % {"limit": limit, "entries": len(answers)})]
    sentence = _("%(number)d picked, exactly %(limit)d are asked for: pick %(left)d more.")
    return [Fault(sentence % {"number": number, "limit": limit, "left": limit - number})]


def _strata_faults(
    picks: tally.rules.Picks, answers: Mapping[str, str], strata: Mapping[str, Stratum]
) -> list[Fault]:
    if not picks.one_per_stratum:
        return []
    picked = {strata[code] for code, answer in answers.items() if answer}
    missed: dict[Stratum, list[str]] = {}
    for code in answers:
        if strata[code] not in picked:
            missed.setdefault(strata[code], []).append(code)
    sentence = _("Nothing is picked in “%(division)s”: pick at least one of %(codes)s.")
    return [
        Fault(sentence % {"division": stratum.title, "codes": listed(codes)}, tuple(codes))
        for stratum, codes in missed.items()
    ]


def _place_faults(answers: Mapping[str, str]) -> list[Fault]:
    entries = len(answers)
    by_place: dict[str, list[str]] = {}
    for code, place in answers.items():
        by_place.setdefault(place, []).append(code)
    missing = by_place.pop("", [])
    outside = [code for place, codes in by_place.items() if int(place) > entries for code in codes]
    twice = [(place, codes) for place, codes in sorted(by_place.items(), key=_by_number) if len(codes) > 1]
    return [
        *[_outside(codes, entries) for codes in [outside] if codes],
        *[_twice(place, codes) for place, codes in twice],
        *[_missing(codes) for codes in [missing] if codes],
    ]


def _by_number(pair: tuple[str, list[str]]) -> int:
    return int(pair[0])


def _outside(codes: Sequence[str], entries: int) -> Fault:
    sentence = _("%(codes)s: the place is beyond the last one. Write a place from 1 to %(entries)d.")
    note = _("from 1 to %(entries)d") % {"entries": entries}
    return Fault(sentence % {"codes": listed(codes), "entries": entries}, tuple(codes), note)


def _twice(place: str, codes: Sequence[str]) -> Fault:
    told = {"place": place, "codes": listed(codes)}
    sentence = _("Place %(place)s is given to %(codes)s. Give each place once.") % told
    return Fault(sentence, tuple(codes), _("place given twice"))


def _missing(codes: Sequence[str]) -> Fault:
    sentence = _("No place yet: %(codes)s. Every entry has a place.") % {"codes": listed(codes)}
    return Fault(sentence, tuple(codes), _("no place yet"))


def listed(codes: Sequence[str]) -> str:
    """Return codes as a list in words; of many the first ones and how many more there are."""
    words = (", " if is_english() else "、").join(codes[:NAMED_AT_MOST])
    if len(codes) <= NAMED_AT_MOST:
        return words
    return _("%(codes)s and %(more)d more") % {"codes": words, "more": len(codes) - NAMED_AT_MOST}

"""Forms that span entries, picks and rankings: one verdict for the form and one for each entry of the stage."""

from collections.abc import Sequence
from fractions import Fraction

from evaluation.tally import Entry, FormRow
from evaluation.tally.rules import Channel
from tests.second.paper import REASONS, Form, Said, Verdict, whole, zero
from tests.second.places import points_of_place


def judge_wide(channel: Channel, form: Form, stage: Sequence[Entry]) -> tuple[Verdict, dict[str, Verdict]]:
    """Returns the form's own verdict, for the channel's counts, and that of each entry in the stage."""
    voided = [row.state for row in form.rows if row.state.startswith("void:")]
    if voided:
        verdict = Verdict("void", voided[0].removeprefix("void:"))
        return verdict, {entry.key: verdict for entry in stage}
    judged = [row for row in form.rows if row.state != "recused"]
    if not judged:
        return Verdict("recused"), {entry.key: Verdict("recused") for entry in stage}
    out = {row.entry for row in form.rows if row.state == "recused"}
    present = [entry for entry in stage if entry.key not in out]
    whole_form = _of_form(channel, judged, present, {entry.key for entry in stage})
    told = {key: Verdict("recused") for key in out & {entry.key for entry in stage}}
    told |= {entry.key: _of_entry(channel, judged, entry.key, whole_form) for entry in present}
    return whole_form, told


def _of_form(channel: Channel, judged: list[FormRow], present: list[Entry], in_stage: set[str]) -> Verdict:
    if _is_blank(channel, judged):
        return Verdict("blank")
    faults = _pick_faults if channel.form == "picks" else _place_faults
    found = faults(channel, judged, present)
    if any(row.entry not in in_stage for row in judged):
        found.add("not_in_stage")
    return Verdict("invalid", min(found, key=REASONS.index)) if found else Verdict("valid")


def _is_blank(channel: Channel, judged: list[FormRow]) -> bool:
    return not any(row.entry if channel.form == "picks" else row.answers for row in judged)


def _of_entry(channel: Channel, judged: list[FormRow], key: str, whole_form: Verdict) -> Verdict:
    if whole_form.state == "blank":
        return Verdict("blank", said=zero(channel) if channel.blank_in_base else None)
    if whole_form.state == "invalid":
        return Verdict("invalid", whole_form.reason)
    mine = [row for row in judged if row.entry == key]
    if channel.form == "picks":
        return Verdict("valid", said=Said(Fraction(len(mine))))
    return Verdict("valid", said=Said(points_of_place(channel.transform, int(mine[0].answers))))


def _pick_faults(channel: Channel, judged: list[FormRow], present: list[Entry]) -> set[str]:
    found = set()
    picks, names = channel.picks, {row.entry for row in judged}
    most = picks.at_most if picks.exactly is None else picks.exactly
    if len(names) > most:
        found.add("too_many_picks")
    if picks.exactly is not None and len(names) < picks.exactly:
        found.add("too_few_picks")
    asked = {entry.stratum for entry in present} if picks.one_per_stratum else set()
    if asked - {entry.stratum for entry in present if entry.key in names}:
        found.add("stratum_without_pick")
    return found


def _place_faults(channel: Channel, judged: list[FormRow], present: list[Entry]) -> set[str]:
    found = set()
    texts = [row.answers for row in judged if row.answers]
    places = [whole(text) for text in texts]
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        found.add("unlisted_value")
    if any(not 1 <= place <= len(present) for place in known):
        found.add("out_of_range")
    if len(set(known)) < len(known):
        found.add("place_twice")
    if len(texts) < len(judged) or {entry.key for entry in present} - {row.entry for row in judged}:
        found.add("place_missing")
    return found

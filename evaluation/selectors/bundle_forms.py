"""Forms that span entries, as forms.csv has them (tally.md 3) and as the count reads them."""

from collections.abc import Iterable, Iterator

from django.db.models import Count

from evaluation import tally
from evaluation.enums import SheetStatus
from evaluation.models import Ballot, Channel, ScoreSheet
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.stages import entries_of_stage
from evaluation.tally.inputs import WidePattern, WideRow

RECUSED = "recused"


def whole_forms(channel: Channel, codes: dict[int, str]) -> Iterator[tally.FormRow]:
    """The rows of each rater's form, under the pseudonym as its id: a row per pick, or per entry in a ranking.

    A form without a pick is one row without entry; a recused entry has its own row. Of a form that was never signed
    nothing is returned, not even its recusals, unless the rater is recused from every entry.
    """
    by_rater: dict[str, list[tuple[str, str, str]]] = {}
    rows = ScoreSheet.objects.filter(channel=channel, application__in=codes)
    for application, rater, status, answers in rows.order_by(
        "rater__pseudonym", "application__code"
    ).values_list("application_id", "rater__pseudonym", "status", "answers"):
        by_rater.setdefault(rater, []).append((codes[application], status, answers))
    groups = dict(channel.raters_assigned.values_list("pseudonym", "group")) if channel.groups else {}
    for rater, sheets in by_rater.items():
        if any(status == SheetStatus.OPEN for _, status, _ in sheets):
            continue
        for entry, answers, state in _rows(sheets, is_picks=channel.is_picks):
            group = groups.get(rater, "")
            yield tally.FormRow(
                channel.key, entry, answers, form=rater, rater=rater, group=group, state=state
            )


def _rows(sheets: list[tuple[str, str, str]], *, is_picks: bool) -> list[WideRow]:
    recused = [(entry, "", RECUSED) for entry, status, _ in sheets if status == SheetStatus.RECUSED]
    signed = [(entry, answers) for entry, status, answers in sheets if status == SheetStatus.SIGNED]
    if not is_picks:
        return sorted([*recused, *((entry, place, "") for entry, place in signed)])
    picked = [(entry, "", "") for entry, answer in signed if answer]
    blank = [("", "", "")] if signed and not picked else []
    return sorted([*recused, *picked, *blank])


def ballot_forms(channel: Channel) -> Iterator[tally.FormRow]:
    """The rows of the ballots on all entries: equal ones of a group are one counted form.

    The ids of the forms follow the order of group and answers, so that they tell nothing of who voted when.
    """
    for form, (group, answers, number) in enumerate(counted_ballots(channel), start=1):
        for entry, place in _named(channel, answers):
            yield tally.FormRow(channel.key, entry, place, form=f"{form:06d}", group=group, count=number)


def _named(channel: Channel, answers: str) -> list[tuple[str, str]]:
    """(entry, place) of a ballot: a blank one of picks has a row without entry, one of a ranking no place in each row."""
    if channel.is_picks:
        return [(entry, "") for entry in answers.split(SEPARATOR)]
    if not answers:
        return [(one.code, "") for one in entries_of_stage(channel.stage)]
    return sorted((entry, str(place)) for place, entry in enumerate(answers.split(SEPARATOR), start=1))


def counted_ballots(channel: Channel) -> list[tuple[str, str, int]]:
    """Return (group, answers, number) of the ballots on all entries that lie in the box; the database counts."""
    ballots = Ballot.objects.filter(round_id=channel.round_id, channel=channel, application=None)
    return sorted(ballots.order_by().values_list("group", "answers").annotate(number=Count("pk")))


def whole_patterns(rows: Iterable[tally.FormRow]) -> dict[WidePattern, int]:
    """Count equal forms, as the reading of forms.csv does; a row without a form id is a form of its own."""
    forms: dict[tuple[str, str], list[tally.FormRow]] = {}
    for number, row in enumerate(rows):
        forms.setdefault((row.channel, row.form or f"\0{number}"), []).append(row)
    patterns: dict[WidePattern, int] = {}
    for found in forms.values():
        first = found[0]
        pattern = (
            first.channel,
            first.group,
            tuple(sorted((row.entry, row.answers, row.state) for row in found)),
        )
        patterns[pattern] = patterns.get(pattern, 0) + first.count
    return patterns

"""The lines of a sheet, as its channel’s rules lay them out: criteria, a figure, counted facts, a vote, pick or place."""

from collections.abc import Iterable, Mapping
from typing import Any

from evaluation import tally
from evaluation.enums import LineKind
from evaluation.models import Channel, Criterion
from evaluation.models.stages import BY_CODE
from evaluation.selectors.sheet_words import AGREES, REJECTS, whole_title
from evaluation.tally.exact import plain

VOTES = (
    {"key": "yes", "title": {"zh": "赞成", "en": "Yes"}},
    {"key": "no", "title": {"zh": "反对", "en": "No"}},
    {"key": "abstain", "title": {"zh": "弃权", "en": "Abstain"}},
    {"key": "absent", "title": {"zh": "缺席", "en": "Absent"}},
)
# Whoever casts a ballot by code is there.
VOTES_BY_CODE = VOTES[:-1]
# The rules name no line of these forms; the channel’s own key would be free to mean something else.
FIGURE, VOTE, PICK, PLACE = "figure", "vote", "pick", "place"
PICKED: tuple[dict[str, Any], ...] = ({"key": "1", "title": {"zh": "选入", "en": "Picked"}},)
WHOLE = "1"
# No item of the rules can have this key.
OVERALL = "overall."


def build_lines(channel: Channel, row: tally.rules.Channel) -> None:
    """Write the lines of `channel`, whose rules are `row`; a form that spans entries has one on each sheet."""
    lines = lines_of(row)
    for place, line in enumerate(lines, start=1):
        line.channel, line.position = channel, place
    Criterion.objects.bulk_create(lines)


def refit_lines(channel: Channel, row: tally.rules.Channel) -> None:
    """Bring maxima, steps and bounds in line with amended rules."""
    for line in lines_of(row):
        bounds = {"max": line.max, "step": line.step, "least": line.least}
        Criterion.objects.filter(channel=channel, key=line.key).update(**bounds)


def lines_of(row: tally.rules.Channel) -> list[Criterion]:
    """Return the lines of a channel whose rules are `row`, none where a ballot is on all entries; not yet kept."""
    if row.figure is not None:
        return [_figure(row, row.figure)]
    if row.motion is not None:
        votes = VOTES_BY_CODE if row.raters in BY_CODE else VOTES
        return [_line(VOTE, row.title, kind=LineKind.VOTE, choices=list(votes))]
    if row.is_wide:
        # A ballot is one form; only at a desk does each entry have a sheet of its own.
        return [] if row.raters in BY_CODE else [_part(row)]
    asked = [_item(item) for item in row.items] + [_fact(fact) for fact in row.facts.values()]
    return [*asked, _overall(row.overall)] if row.overall and row.items else asked


def _figure(row: tally.rules.Channel, bounds: tally.rules.Figure) -> Criterion:
    least = "" if bounds.least is None else plain(bounds.least)
    most = "" if bounds.most is None else plain(bounds.most)
    return _line(FIGURE, row.title, kind=LineKind.FIGURE, least=least, max=most)


def _part(row: tally.rules.Channel) -> Criterion:
    if row.form == "picks":
        return _line(PICK, PICKED[0]["title"], kind=LineKind.PICK, choices=list(PICKED))
    return _line(PLACE, {"zh": "名次", "en": "Place"}, kind=LineKind.PLACE, least=WHOLE, step=WHOLE)


def _overall(overall: tally.rules.Overall) -> Criterion:
    """The last answer, on the form as a whole; of a form that rejects nothing else is read."""
    choices = [
        {"key": overall.agree, "title": AGREES},
        {"key": overall.reject, "title": REJECTS, "rejects": True},
    ]
    return _line(OVERALL, whole_title(overall), choices=choices)


def _fact(fact: tally.rules.Fact) -> Criterion:
    return _line(fact.key, fact.title, kind=LineKind.COUNT, least="0", step=WHOLE)


def _item(item: tally.rules.Item) -> Criterion:
    return _line(
        item.key,
        item.title,
        max=plain(item.max),
        step=plain(item.step) if item.step else "",
        choices=_choices(item.levels.values()),
    )


def _choices(levels: Iterable[tally.rules.Level]) -> list[dict[str, Any]]:
    return [{"key": level.key, "title": dict(level.title)} for level in levels]


def _line(key: str, title: Mapping[str, str], **facts: Any) -> Criterion:
    return Criterion(key=key, title_zh=title.get("zh") or key, title_en=title.get("en", ""), **facts)

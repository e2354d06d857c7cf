"""What a sheet says in a few words, by the kind of its lines: points together, a figure, answers, facts counted."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from brandportal.kit.display import is_english
from brandportal.kit.numbers import plain
from evaluation import tally
from evaluation.enums import LineKind
from evaluation.models import Criterion
from evaluation.models.stages import NO_OPINION

# The two last answers on a form as a whole; the rules give them a key each and no title.
AGREES, REJECTS = {"zh": "同意", "en": "I agree"}, {"zh": "不同意", "en": "I do not agree"}
WHOLE = {"zh": "总体意见", "en": "On the whole"}


def whole_title(overall: tally.rules.Overall) -> Mapping[str, str]:
    """What the last line asks, as the rules title it or, where they do not, in plain words."""
    return overall.title if set(overall.title.values()) - {overall.key} else WHOLE


def worth_of(criteria: Sequence[Criterion], values: Sequence[str]) -> str:
    """Return what stands on a sheet with these lines, "" where nothing does; without lines they are points."""
    if is_rejected(criteria, values):
        return answer_title(criteria[-1], values[-1])
    if not criteria or criteria[0].is_points:
        return total_of(points_of(criteria, values))
    pairs = [(line, value) for line, value in zip(criteria, values, strict=True) if value]
    told = [_told(line, value) for line, value in pairs]
    if pairs and not any(told):
        return _("nothing to count")
    return (", " if is_english() else "、").join(filter(None, told))


def full_marks_of(criteria: Sequence[Criterion]) -> str:
    """Return the points that can be reached on a sheet, "" where it asks for no points."""
    return total_of([line.max for line in criteria]) if criteria and criteria[0].is_points else ""


def is_rejected(criteria: Sequence[Criterion], values: Sequence[str]) -> bool:
    """Whether the last answer is the one with which no other on the sheet is read."""
    return bool(criteria) and bool(criteria[-1].rejects) and values[-1] == criteria[-1].rejects


def points_of(criteria: Sequence[Criterion], values: Sequence[str]) -> Sequence[str]:
    """The values that are points: all but a last answer on the whole."""
    return values[:-1] if criteria and criteria[-1].rejects else values


def total_of(values: Sequence[str]) -> str:
    """The sum of what is scored so far; empty where nothing is."""
    scored = [Decimal(value) for value in values if value]
    return plain(sum(scored, start=Decimal(0))) if scored else ""


def answer_title(criterion: Criterion, key: str) -> str:
    """Return an offered answer in the page's language."""
    if key == NO_OPINION:
        return _("no opinion")
    titles: dict[str, dict[str, str]] = {row["key"]: row["title"] for row in criterion.choices}
    title = titles.get(key, {})
    return str(title.get("en" if is_english() else "zh") or title.get("zh") or key)


def _told(criterion: Criterion, value: str) -> str:
    if criterion.choices:
        return answer_title(criterion, value)
    if criterion.kind == LineKind.COUNT:
        return f"{criterion.title} × {value}" if value != "0" else ""
    if criterion.kind == LineKind.PLACE:
        return _("place %(place)s") % {"place": value}
    return value

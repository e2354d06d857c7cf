"""What is typed on the lines of a sheet, read by the kind of each line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, InputErrors
from brandportal.kit.numbers import parse_figure, parse_score, plain
from brandportal.kit.text import clean_text
from evaluation.enums import LineKind
from evaluation.models import Criterion
from evaluation.models.sheets import SEPARATOR

LONGEST_SOURCE = 200


def read_answers(criteria: Sequence[Criterion], old: Sequence[str], answers: Mapping[str, str]) -> str:
    """Return the column for what was typed; every doubtful answer is refused at once, by its criterion."""
    values, errors = [], []
    for criterion, before in zip(criteria, old, strict=True):
        try:
            values.append(
                _read_one(criterion, answers[criterion.key]) if criterion.key in answers else before
            )
        except DomainError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return SEPARATOR.join(values)


def read_source(typed: str) -> str:
    """Return where a figure stands on record as it is kept; raises InputErrors (field "source") where too long."""
    try:
        source = clean_text(typed, _("Source"), field="source")
    except DomainError as error:
        raise InputErrors([error]) from error
    if len(source) > LONGEST_SOURCE:
        sentence = _("Source: %(length)d characters, at most %(longest)d. Shorten the text.")
        told = {"length": len(source), "longest": LONGEST_SOURCE}
        raise InputErrors([DomainError(sentence % told, field="source")])
    return source


def _read_one(criterion: Criterion, typed: str) -> str:
    if criterion.choices:
        return _read_choice(criterion, typed)
    value = _read_points(criterion, typed) if criterion.kind == LineKind.POINTS else _read(criterion, typed)
    return "" if value is None else plain(value)


def _read_points(criterion: Criterion, typed: str) -> Decimal | None:
    return parse_score(
        typed, max=criterion.highest, step=criterion.step_size, label=criterion.title, field=criterion.key
    )


def _read(criterion: Criterion, typed: str) -> Decimal | None:
    return parse_figure(
        typed,
        least=criterion.lowest,
        most=criterion.highest if criterion.max else None,
        is_whole=criterion.kind == LineKind.COUNT,
        label=criterion.title,
        field=criterion.key,
    )


def _read_choice(criterion: Criterion, typed: str) -> str:
    if typed and typed not in criterion.answer_keys:
        raise DomainError(
            _("%(label)s: this answer is not one of those offered. Choose one of them.")
            % {"label": criterion.title},
            field=criterion.key,
            code="choice",
        )
    return typed

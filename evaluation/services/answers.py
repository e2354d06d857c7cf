"""What is typed on the lines of a sheet, read by the kind of each line."""

import re
import unicodedata
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
LONGEST_PLACE = 20
PLACE = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


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


def read_part(line: Criterion, typed: str, *, label: str, field: str) -> str:
    """Return what a form that spans entries says of one of them, as it is kept; DomainError with `field` for doubts."""
    if line.kind == LineKind.PLACE:
        return read_place(typed, label=label, field=field)
    if typed and typed not in line.answer_keys:
        raise DomainError(_not_offered(label), field=field, code="choice")
    return typed


def _read_one(criterion: Criterion, typed: str) -> str:
    if criterion.choices:
        return _read_choice(criterion, typed)
    if criterion.kind == LineKind.PLACE:
        return read_place(typed, label=criterion.title, field=criterion.key)
    value = _read_points(criterion, typed) if criterion.kind == LineKind.POINTS else _read(criterion, typed)
    return "" if value is None else plain(value)


def read_place(typed: str, *, label: str, field: str) -> str:
    """Return a place in a ranking as it is kept; DomainError for what is no whole number from 1 to 999."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST_PLACE]).strip()
    if text and not PLACE.fullmatch(text):
        shown = typed.strip()
        told = {
            "label": label,
            "value": shown if len(shown) < LONGEST_PLACE else f"{shown[:LONGEST_PLACE]}…",
        }
        raise DomainError(
            _("%(label)s: “%(value)s” is not a place. Write a whole number, 1 for the best.") % told,
            field=field,
            code="place",
        )
    return text


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
        raise DomainError(_not_offered(criterion.title), field=criterion.key, code="choice")
    return typed


def _not_offered(label: str) -> str:
    sentence = _("%(label)s: this answer is not one of those offered. Choose one of them.")
    return sentence % {"label": label}

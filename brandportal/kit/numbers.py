"""Scores as they are typed: full-width digits welcome, everything doubtful refused with a hint."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence

PLAIN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)
COMMA = re.compile(r"[0-9]+[,。、][0-9]+", re.ASCII)
FIGURE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?", re.ASCII)
WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
LONGEST = 20


def parse_score(
    text: str, *, max: Decimal, step: Decimal, label: Sentence, field: str | None = None
) -> Decimal | None:
    """Return the score that `text` writes, None for an empty one.

    Takes digits with at most two decimals after NFKC (９５ is 95), from 0 to `max`, on `step`.
    Raises DomainError naming the field, the fault and the way out.
    """
    typed = unicodedata.normalize("NFKC", text[: LONGEST * 10]).strip()
    if not typed:
        return None
    if not PLAIN.fullmatch(typed):
        raise DomainError(_not_a_number(text, label, typed), field=field, code="number")
    value = Decimal(typed)
    if value > max:
        raise DomainError(_out_of_range(label, typed, max), field=field, code="range")
    if step and value % step:
        raise DomainError(
            _("%(label)s: %(value)s is not on a step of %(step)s. Write 0 to %(max)s in steps of %(step)s.")
            % {"label": label, "value": typed, "step": plain(step), "max": plain(max)},
            field=field,
            code="step",
        )
    return value


def parse_figure(
    text: str,
    *,
    least: Decimal | None,
    most: Decimal | None,
    is_whole: bool = False,
    label: Sentence,
    field: str | None = None,
) -> Decimal | None:
    """Return the figure that `text` writes, None for an empty one: up to nine digits and four decimals after NFKC.

    Raises DomainError naming the field, the fault and the way out.
    """
    typed = unicodedata.normalize("NFKC", text[: LONGEST * 10]).strip()
    if not typed:
        return None
    if not (WHOLE if is_whole else FIGURE).fullmatch(typed):
        raise DomainError(_no_figure(text, label, typed, is_whole=is_whole), field=field, code="number")
    value = Decimal(typed) or Decimal(0)
    if (least is not None and value < least) or (most is not None and value > most):
        raise DomainError(_out_of_bounds(label, typed, least, most), field=field, code="range")
    return value


def plain(value: Decimal) -> str:
    """Write without exponent and without trailing zeros: 15, 12.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _not_a_number(text: str, label: Sentence, typed: str) -> str:
    shown = text.strip()
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    if COMMA.fullmatch(typed):
        return _(
            "%(label)s: “%(value)s” is not a number. Use a full stop as the decimal point, as in 12.5."
        ) % {
            "label": label,
            "value": shown,
        }
    return _("%(label)s: “%(value)s” is not a score. Write digits only, as in 12 or 12.5.") % {
        "label": label,
        "value": shown,
    }


def _out_of_range(label: Sentence, typed: str, highest: Decimal) -> str:
    return _("%(label)s: %(value)s is out of range. Write a number from 0 to %(max)s.") % {
        "label": label,
        "value": typed,
        "max": plain(highest),
    }


def _no_figure(text: str, label: Sentence, typed: str, *, is_whole: bool) -> str:
    shown = text.strip()
    told = {"label": label, "value": shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"}
    if is_whole:
        return _("%(label)s: “%(value)s” is not a count. Write a whole number, 0 for none.") % told
    if COMMA.fullmatch(typed):
        return (
            _("%(label)s: “%(value)s” is not a number. Use a full stop as the decimal point, as in 12.5.")
            % told
        )
    return (
        _(
            "%(label)s: “%(value)s” is not a figure. Write digits only, at most nine before and four after the point."
        )
        % told
    )


def _out_of_bounds(label: Sentence, typed: str, least: Decimal | None, most: Decimal | None) -> str:
    told = {"label": label, "value": typed, "least": _bound(least), "most": _bound(most)}
    if least is None:
        return _("%(label)s: %(value)s is out of range. Write at most %(most)s.") % told
    if most is None:
        return _("%(label)s: %(value)s is out of range. Write at least %(least)s.") % told
    return _("%(label)s: %(value)s is out of range. Write a number from %(least)s to %(most)s.") % told


def _bound(value: Decimal | None) -> str:
    return "" if value is None else plain(value)

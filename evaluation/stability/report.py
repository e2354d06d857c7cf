"""All analyses of one result together, and the same as figures that anybody can compute again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluation.stability.agreement import Agreement, Severity, agreements, severities
from evaluation.stability.field import field_of, is_linear
from evaluation.stability.leave_out import Without, leave_one_out
from evaluation.stability.margins import Margin, gap, margins
from evaluation.stability.samples import SAMPLES, Frequency, sampled
from evaluation.stability.shifts import Shift, smallest_shifts
from evaluation.tally.bundle import FormRow
from evaluation.tally.engine import Run
from evaluation.tally.exact import exact_text
from evaluation.tally.inputs import Inputs
from evaluation.tally.rules import Rules

SEED_DIGITS = 8


@dataclass(frozen=True)
class Stability:
    """What the page shows. `is_linear` says whether exact shifts exist; the last three concern named raters only."""

    through: str
    seed: int
    samples: int
    has_cut: bool
    gap: Fraction | None
    is_linear: bool
    weights: Mapping[str, Fraction]
    margins: list[Margin]
    frequencies: list[Frequency]
    shifts: list[Shift]
    without: list[Without]
    agreements: list[Agreement]
    severities: list[Severity]


def seed_of(digest: str) -> int:
    """The seed of a result: the first eight digits of its digest, read as hexadecimal."""
    return int(digest[:SEED_DIGITS], 16)


def analyse(
    rules: Rules, inputs: Inputs, forms: Sequence[FormRow], told: Run, seed: int, samples: int = SAMPLES
) -> Stability:
    """Analyse `told`, a final tally of `inputs`; `forms` are the rows that `inputs` counts, with raters. Raises NotFinal.

    Without a cut nothing can move over it: then there are neither moved weights nor leave-one-out.
    """
    field = field_of(rules, inputs, told)
    return Stability(
        through=field.stage.key,
        seed=seed,
        samples=samples,
        has_cut=field.has_cut,
        gap=gap(field, field.actual),
        is_linear=is_linear(field),
        weights={channel.key: channel.weight for channel in field.channels},
        margins=margins(field),
        frequencies=sampled(field, seed, samples) if field.has_cut else [],
        shifts=smallest_shifts(field) if field.has_cut else [],
        without=leave_one_out(field, forms) if field.has_cut else [],
        agreements=agreements(field, forms),
        severities=severities(field, forms),
    )


def as_json(found: Stability, *, raters: bool) -> dict[str, Any]:
    """Every figure as a reduced fraction or a whole number; what concerns named raters only with `raters`."""
    told = _plain(found)
    if not raters:
        for name in ("without", "agreements", "severities"):
            del told[name]
    return {"advisory": True, **told}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, Mapping):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return {name: _plain(getattr(value, name)) for name in fields} if fields else value

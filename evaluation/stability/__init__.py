"""How firm a result is: margins, leave-one-out, moved weights, agreement. Pure, exact, advisory; it changes no rank."""

from evaluation.stability.agreement import Agreement, Severity, agreements, kendall, severities
from evaluation.stability.field import Field, NotFinal, Verdict, field_of, is_linear
from evaluation.stability.leave_out import Without, leave_one_out
from evaluation.stability.margins import Margin, margins
from evaluation.stability.report import Stability, analyse, as_json, seed_of
from evaluation.stability.samples import SAMPLES, Frequency, drawn_weights, sampled
from evaluation.stability.shifts import Shift, smallest_shifts

__all__ = [
    "SAMPLES",
    "Agreement",
    "Field",
    "Frequency",
    "Margin",
    "NotFinal",
    "Severity",
    "Shift",
    "Stability",
    "Verdict",
    "Without",
    "agreements",
    "analyse",
    "as_json",
    "drawn_weights",
    "field_of",
    "is_linear",
    "kendall",
    "leave_one_out",
    "margins",
    "sampled",
    "seed_of",
    "severities",
    "smallest_shifts",
]

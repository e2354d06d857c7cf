"""How firm a result is, computed once for the inputs that gave it, and what the page says of it."""

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext as _

from evaluation import stability as pure
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.bundle import Gathered, gather
from evaluation.selectors.rules import rules_of_tally
from evaluation.tally.canonical import canonical_json

KEPT_FOR = 24 * 60 * 60
# Another number whenever the same inputs would give other figures.
VERSION = 2


def why_no_stability(tally: Tally) -> str | None:
    """Return the sentence that says why a result cannot be analysed, None when it can."""
    if not tally.is_final:
        return _("This tally has no final result. Once there is one, its stability stands here.")
    if stability_of(tally) is None:
        return _(
            "The inputs have changed since tally %(number)d. Tally again, with the reason; then the analysis of "
            "that result stands here."
        ) % {"number": tally.number}
    return None


def stability_of(tally: Tally) -> pure.Stability | None:
    """Return the analysis of a final tally, kept for a day; None where today's inputs no longer give its result."""
    gathered = gather(tally.round, tally.through)
    key = _place(tally, gathered)
    kept: tuple[pure.Stability | None] | None = cache.get(key)
    if kept is None:
        kept = (_computed(tally, gathered),)
        cache.set(key, kept, KEPT_FOR)
    return kept[0]


def takes_long(tally: Tally) -> bool:
    """Whether `stability_of` would have to compute the analysis of a final tally first, which takes some seconds."""
    return tally.is_final and cache.get(_place(tally, gather(tally.round, tally.through))) is None


def _place(tally: Tally, gathered: Gathered) -> str:
    return f"stability:{VERSION}:{tally.result_digest}:{_digest(gathered)}"


def _digest(gathered: Gathered) -> str:
    """The result's digest names no rater; who gave which form decides here too."""
    rows = [row.cells() for row in gathered.forms]
    return hashlib.sha256(canonical_json(rows).encode()).hexdigest()


def _computed(tally: Tally, gathered: Gathered) -> pure.Stability | None:
    rules = rules_of_tally(tally)
    told = engine.run(rules, gathered.inputs, tally.through)
    if hashlib.sha256(engine.result_bytes(told.result)).hexdigest() != tally.result_digest:
        return None
    return pure.analyse(rules, gathered.inputs, gathered.forms, told, pure.seed_of(tally.result_digest))


def figures_of(tally: Tally, *, raters: bool) -> bytes:
    """The analysis of a final tally as canonical JSON, with what it belongs to; `raters` as in the page."""
    found = stability_of(tally)
    told = {
        "round": tally.round.code,
        "tally": tally.number,
        "rules": tally.rules_fingerprint,
        "inputs": tally.inputs_digest,
        "result": tally.result_digest,
        **(pure.as_json(found, raters=raters) if found else {}),
    }
    return f"{canonical_json(told)}\n".encode()

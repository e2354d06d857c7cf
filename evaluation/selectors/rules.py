"""The rules of a round and the schemes that a round can start from."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from applications.models import Round
from brandportal.rulebook import read_rules
from evaluation import tally as engine
from evaluation.models import Amendment, Tally

SCHEMES = Path(__file__).resolve().parent.parent / "schemes"
# The portal's own scheme stands before the others.
FIRST = "ten-best"


def rules_of(round: Round) -> engine.Rules:
    """Return the typed rules of `round`, read once per document; RulesError for a draft that is faulty."""
    return _load(round.rules)


def rules_of_tally(tally: Tally) -> engine.Rules:
    """Return the version of the rules that `tally` was counted by, also after an amendment."""
    if tally.rules_fingerprint in {"", tally.round.rules_fingerprint}:
        return rules_of(tally.round)
    versions = Amendment.objects.filter(round=tally.round, before_fingerprint=tally.rules_fingerprint)
    text = versions.confirmed().values_list("before_rules", flat=True).first()
    return _load(text or tally.round.rules)


@lru_cache(maxsize=32)
def _load(text: str) -> engine.Rules:
    return engine.load_rules(read_document(text))


def read_document(text: str) -> dict[str, Any]:
    """Return the rules document that a round keeps: JSON, its numbers already written as text."""
    document: dict[str, Any] = json.loads(text)
    return document


def scheme_keys() -> list[str]:
    """All schemes by key, the portal's own first."""
    return sorted((path.stem for path in SCHEMES.glob("*.toml")), key=lambda key: (key != FIRST, key))


@lru_cache(maxsize=32)
def scheme_document(key: str) -> dict[str, Any]:
    """Return the document of scheme `key`; KeyError when there is none.

    Read once per process; callers copy before they change anything.
    """
    if key not in scheme_keys():
        raise KeyError(key)
    return read_rules((SCHEMES / f"{key}.toml").read_text(encoding="utf-8"))

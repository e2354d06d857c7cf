"""The chapters of a round's rules that this floor reads."""

import json
from functools import lru_cache
from typing import Any

from applications.models import Round
from brandportal.rulebook import read_rules


def rules_chapter(round: Round, name: str) -> Any:
    """Return chapter `name` of the rules, {} when they have none."""
    return _document(round.rules).get(name, {})


@lru_cache(maxsize=64)
def _document(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text) if text.startswith("{") else read_rules(text)
    return document

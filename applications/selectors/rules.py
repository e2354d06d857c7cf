"""The chapters of a round's rules that this floor reads."""

import json
from functools import lru_cache
from typing import Any

from applications.enums import Subject
from applications.models import Round
from brandportal.rulebook import read_rules


def rules_chapter(round: Round, name: str) -> Any:
    """Return chapter `name` of the rules, {} when they have none."""
    return _document(round.rules).get(name, {})


def subjects_of(round: Round) -> list[str]:
    """Return whom the round honours, in the order of its rules; the unit where they say nothing."""
    named = rules_chapter(round, "entries").get("subjects") or [Subject.UNIT.value]
    return [str(one) for one in named]


@lru_cache(maxsize=64)
def _document(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text) if text.startswith("{") else read_rules(text)
    return document

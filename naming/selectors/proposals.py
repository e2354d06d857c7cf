"""What the committee's pages show of the round's rules."""

from applications.models import Round
from applications.selectors.rules import rules_chapter


def resolving_body(round: Round) -> str:
    """Return who resolves on the list by the rules, in Chinese as it stands in documents; else who names."""
    process = rules_chapter(round, "process")
    body = process.get("approving_body", {}) if isinstance(process, dict) else {}
    return str(body.get("zh", "")) or round.naming_body

"""From which result a list is drawn, and what the committee's pages show of the round's rules."""

from applications.models import Round
from applications.selectors.rules import rules_chapter
from evaluation.models import Tally
from evaluation.models.tallies import TallyQuerySet


def final_tallies() -> TallyQuerySet:
    """Return the adopted results of last stages: those that award places."""
    adopted = Tally.objects.filter(state="final", adopted_at__isnull=False)
    return adopted.filter(result__contains='"outcome":"awarded"')


def resolving_body(round: Round) -> str:
    """Return who resolves on the list by the rules, in Chinese as it stands in documents; else who names."""
    process = rules_chapter(round, "process")
    body = process.get("approving_body", {}) if isinstance(process, dict) else {}
    return str(body.get("zh", "")) or round.naming_body

"""Trial runs: seeded forms for any rules, and the situations that a round can meet. Pure, nothing is stored."""

from evaluation.trial.forms import FormMaker, Turnout
from evaluation.trial.runs import LARGEST_FIELD, SCENARIOS, Trial, decided_inputs, trial_run, usual_number

__all__ = [
    "LARGEST_FIELD",
    "SCENARIOS",
    "FormMaker",
    "Trial",
    "Turnout",
    "decided_inputs",
    "trial_run",
    "usual_number",
]

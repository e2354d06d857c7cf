"""Rating: stages, channels, score sheets, ballots, tallies."""

from importlib import import_module

from django.apps import AppConfig

# Loaded when the models are: permissions, then what each part offers to the ground and to the floor below.
ROOMS = (
    "evaluation.rules",
    "evaluation.lifecycle",
    "evaluation.sheet_lifecycle",
    "evaluation.tally_lifecycle",
    "evaluation.code_lifecycle",
    "evaluation.amendment_lifecycle",
    "evaluation.registrations",
    "evaluation.ballot_registrations",
)


class EvaluationConfig(AppConfig):
    name = "evaluation"

    def ready(self) -> None:
        for name in ROOMS:
            import_module(name)

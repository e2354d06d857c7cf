"""Ballots of the many, cast by the service that the ballot page calls."""

from applications.models import Application
from evaluation.selectors.ballots import ballot_channels
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.papers import ballot_paper


def cast_for(application: Application, code: str, choice: int = 0) -> None:
    paper = ballot_paper(ballot_channels(application.round)[0], application)
    answers = {question.key: question.choices[choice].key for question in paper.questions}
    cast_ballot(paper, code=code, answers=answers, receipt=new_receipt(application.round.code))

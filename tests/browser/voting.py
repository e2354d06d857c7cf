"""Ballots of the many, cast by the service that the ballot page calls."""

from applications.models import Application
from evaluation.services.casting import ballot_paper, cast_ballot, new_receipt


def cast_for(application: Application, code: str, choice: int = 0) -> None:
    paper = ballot_paper(application)
    answers = {question.key: question.choices[choice].key for question in paper.questions}
    cast_ballot(paper, code=code, answers=answers, receipt=new_receipt(application.round.code))

"""What a client's post says: read by name, nothing guessed, everything shown back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.models.stages import NO_OPINION
from evaluation.selectors.ballots import Question

LONGEST = 200


@dataclass(frozen=True)
class Filled:
    """The fields of a ballot as posted; answers by question key, only listed ones kept for the page."""

    code: str
    receipt: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """One choice as the page draws it."""

    key: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One question as the page draws it, with its fault if it has one."""

    number: int
    question: Question
    marks: list[Mark]
    abstains: bool
    fault: str


def read_ballot(post: Mapping[str, str], questions: Sequence[Question]) -> Filled:
    """Take the fields of this ballot out of `post`; whatever else was sent is not looked at."""
    answers = {one.key: post.get(one.field, "")[:LONGEST] for one in questions}
    return Filled(post.get("code", "")[:LONGEST], post.get("receipt", "")[:LONGEST], answers)


def lines_of(
    questions: Sequence[Question], answers: Mapping[str, str], faults: Mapping[str, str]
) -> list[Line]:
    return [
        Line(
            number,
            question,
            [Mark(one.key, one.title, answers.get(question.key) == one.key) for one in question.choices],
            answers.get(question.key) == NO_OPINION,
            faults.get(question.field, ""),
        )
        for number, question in enumerate(questions, start=1)
    ]

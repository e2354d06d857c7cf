"""What a client's post says: read by name, nothing guessed, everything shown back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from evaluation.models.stages import NO_OPINION
from evaluation.selectors.ballots import Candidate, Question
from evaluation.services.papers import BLANK, PICKS, EntryPaper, Paper, Picked, PicksPaper

LONGEST = 200
MOST_PICKS = 1000
NO_PICKS = Picked(())


@dataclass(frozen=True)
class Filled:
    """The fields of a ballot as posted: answers by question key, or what was picked."""

    code: str
    receipt: str
    answers: Mapping[str, str] = field(default_factory=dict)
    picked: Picked = NO_PICKS

    def given(self, paper: Paper) -> Mapping[str, str] | Picked:
        """Return what `paper` reads."""
        return self.answers if isinstance(paper, EntryPaper) else self.picked


@dataclass(frozen=True)
class Mark:
    """One choice as the page draws it."""

    key: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One question as the page draws it, with its fault if it has one; `typed` are the points, where it asks for some."""

    number: int
    question: Question
    marks: list[Mark]
    abstains: bool
    typed: str
    fault: str


@dataclass(frozen=True)
class Pick:
    """One brand as the page draws it."""

    candidate: Candidate
    is_chosen: bool


def read_ballot(post: QueryDict, paper: Paper) -> Filled:
    """Take the fields of this ballot out of `post`; whatever else was sent is not looked at."""
    code, receipt = post.get("code", "")[:LONGEST], post.get("receipt", "")[:LONGEST]
    if isinstance(paper, EntryPaper):
        answers = {one.key: post.get(one.field, "")[:LONGEST] for one in paper.questions}
        return Filled(code, receipt, answers)
    codes = tuple(one[:LONGEST] for one in post.getlist(PICKS)[:MOST_PICKS])
    return Filled(code, receipt, picked=Picked(codes, post.get(BLANK) == "yes"))


@dataclass(frozen=True)
class PickGroup:
    """The brands of one division under its title, or all of them without one."""

    title: str
    picks: list[Pick]


def groups_of(paper: PicksPaper, picked: Picked) -> list[PickGroup]:
    chosen = set(picked.codes)
    picks = [Pick(one, one.code in chosen) for one in paper.candidates]
    groups = [
        PickGroup(stratum.title, [pick for pick in picks if pick.candidate.stratum == stratum.key])
        for stratum in paper.strata
    ]
    known = {stratum.key for stratum in paper.strata}
    others = [pick for pick in picks if pick.candidate.stratum not in known]
    return [*groups, PickGroup("", others)] if others else groups


def lines_of(
    questions: Sequence[Question], answers: Mapping[str, str], faults: Mapping[str, str]
) -> list[Line]:
    return [
        Line(
            number,
            question,
            [Mark(one.key, one.title, answers.get(question.key) == one.key) for one in question.choices],
            answers.get(question.key) == NO_OPINION,
            answers.get(question.key, ""),
            faults.get(question.field, ""),
        )
        for number, question in enumerate(questions, start=1)
    ]

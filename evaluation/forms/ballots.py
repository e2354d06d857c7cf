"""What a client's post says: read by name, nothing guessed, everything shown back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict

from evaluation.models.stages import NO_OPINION
from evaluation.selectors.ballots import Candidate
from evaluation.selectors.questions import Question
from evaluation.services.papers import (
    BLANK,
    PICKS,
    EntryPaper,
    Paper,
    Picked,
    PicksPaper,
    Ranked,
    RankingPaper,
    place_field,
)

LONGEST = 200
MOST_PICKS = 1000
NO_PICKS, NO_PLACES = Picked(()), Ranked({})


@dataclass(frozen=True)
class Filled:
    """The fields of a ballot as posted: answers by question key, what was picked, or places."""

    code: str
    receipt: str
    answers: Mapping[str, str] = field(default_factory=dict)
    picked: Picked = NO_PICKS
    ranked: Ranked = NO_PLACES

    def given(self, paper: Paper) -> Mapping[str, str] | Picked | Ranked:
        """Return what `paper` reads."""
        if isinstance(paper, EntryPaper):
            return self.answers
        return self.ranked if isinstance(paper, RankingPaper) else self.picked


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


@dataclass(frozen=True)
class Rank:
    """One brand with its place as the page draws it: as typed, with the fault if it has one."""

    candidate: Candidate
    field: str
    typed: str
    fault: str


def read_ballot(post: MultiValueDict[str, str], paper: Paper) -> Filled:
    """Take the fields of this ballot out of `post`; whatever else was sent is not looked at."""
    code, receipt = post.get("code", "")[:LONGEST], post.get("receipt", "")[:LONGEST]
    if isinstance(paper, EntryPaper):
        answers = {one.key: post.get(one.field, "")[:LONGEST] for one in paper.questions}
        return Filled(code, receipt, answers)
    is_blank = post.get(BLANK) == "yes"
    if isinstance(paper, RankingPaper):
        places = {one.code: post.get(place_field(one.code), "")[:LONGEST] for one in paper.candidates}
        return Filled(code, receipt, ranked=Ranked(places, is_blank))
    codes = tuple(one[:LONGEST] for one in post.getlist(PICKS)[:MOST_PICKS])
    return Filled(code, receipt, picked=Picked(codes, is_blank))


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


def ranks_of(paper: RankingPaper, ranked: Ranked, faults: Mapping[str, str]) -> list[Rank]:
    return [
        Rank(one, field, ranked.places.get(one.code, ""), faults.get(field, ""))
        for one in paper.candidates
        for field in [place_field(one.code)]
    ]


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

"""A ballot on one brand: a level or points for each question, a vote, a figure, or counted facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.kit.errors import DomainError, InputErrors
from brandportal.kit.numbers import parse_figure, parse_score, plain
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.questions import Question
from evaluation.services.papers.base import Paper

# What a fact counts that nothing was written for: a clean record is written out, fact by fact.
NEVER = "0"


@dataclass(frozen=True)
class EntryPaper(Paper):
    """A level or points for each question on one application, a vote, a figure, or how often each fact was found.

    `read` takes question key → level key or "none", the word of a vote, or the number as typed.
    """

    application: Application
    questions: Sequence[Question]

    @property
    def is_vote(self) -> bool:
        return any(question.is_vote for question in self.questions)

    @property
    def is_figure(self) -> bool:
        return any(question.is_figure for question in self.questions)

    @property
    def is_ledger(self) -> bool:
        return any(question.is_count for question in self.questions)

    @property
    def is_single(self) -> bool:
        """Whether nothing but one thing can be asked by the form, so that it needs no number."""
        return self.is_vote or self.is_figure

    def read(self, given: Mapping[str, str]) -> str:
        rejection = self._rejection(given)
        if rejection:
            return SEPARATOR.join([""] * (len(self.questions) - 1) + [rejection])
        answers, faults = [], []
        for question in self.questions:
            try:
                answers.append(_answer(question, given.get(question.key, "")))
            except DomainError as error:
                faults.append(error)
        if faults:
            raise InputErrors(faults)
        return SEPARATOR.join(answers)

    def _rejection(self, given: Mapping[str, str]) -> str:
        """The last answer where it rejects the brand as a whole; the others need not be given and are not kept."""
        rejects = self.questions[-1].rejects if self.questions else ""
        return rejects if rejects and given.get(self.questions[-1].key) == rejects else ""


def _answer(question: Question, given: str) -> str:
    if question.is_points:
        return _points(question, given)
    if question.is_typed:
        return _number(question, given)
    if given not in question.keys:
        raise _answer_fault(question, given)
    return given


def _points(question: Question, typed: str) -> str:
    """The same number is stored as the same text, so that equal ballots are counted together."""
    label, field = question.title, question.field
    value = parse_score(typed, max=question.highest, step=question.step, label=label, field=field)
    if value is None:
        raise DomainError(
            _("“%(question)s” has no points. Write a number from 0 to %(most)s; 0 is a number too.")
            % {"question": question.title, "most": plain(question.highest)},
            field=question.field,
        )
    return plain(value)


def _number(question: Question, typed: str) -> str:
    """Read as at a desk; the same number is stored as the same text here too."""
    least, most = question.bounds
    value = parse_figure(
        typed,
        least=least,
        most=most,
        is_whole=question.is_count,
        label=question.title,
        field=question.field,
    )
    if value is None and question.is_count:
        return NEVER
    if value is None:
        sentence = _("“%(question)s” is not filled in. %(scale)s")
        told = {"question": question.title, "scale": question.scale}
        raise DomainError(sentence % told, field=question.field)
    return plain(value)


def _answer_fault(question: Question, given: str) -> DomainError:
    if question.rejects and not given:
        sentence = _("“%(question)s” is not answered. Choose one of the two.")
        return DomainError(sentence % {"question": question.title}, field=question.field)
    if question.is_vote and not given:
        sentence = _("You have not voted. Choose yes, no or abstain.")
        return DomainError(sentence, field=question.field)
    sentence = (
        _("“%(question)s”: this answer is not on the ballot. Choose one of those shown.")
        if given
        else _("“%(question)s” is not answered. Choose one; “No opinion” is an answer too.")
    )
    return DomainError(sentence % {"question": question.title}, field=question.field)

"""What a ballot asks, and how an answer to it is read: levels or points for one brand, or a choice among all."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.selectors.strata import Stratum, strata_of
from brandportal.kit.errors import DomainError, InputErrors
from brandportal.kit.numbers import parse_score, plain
from evaluation.models import Channel
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.ballots import Candidate, Question, candidates_of, questions_of
from evaluation.selectors.box_addresses import ballot_address
from evaluation.selectors.rules import rules_of

PICKS, BLANK = "picks", "blank"


@dataclass(frozen=True)
class Paper(ABC):
    """A ballot as the page holds it, not the voter; `address` takes it. Without `application` it is on all of them."""

    channel: Channel
    application: Application | None
    address: str

    @property
    def round_code(self) -> str:
        return str(self.channel.round.code)

    @abstractmethod
    def read(self, given: Any) -> str:
        """Return the pattern that is stored; InputErrors with a `field` for each fault of what was given."""


@dataclass(frozen=True)
class EntryPaper(Paper):
    """A level or points for each question on one application.

    `read` takes question key → level key or "none", or the points as typed.
    """

    application: Application
    questions: Sequence[Question]

    def read(self, given: Mapping[str, str]) -> str:
        answers, faults = [], []
        for question in self.questions:
            try:
                answers.append(_answer(question, given.get(question.key, "")))
            except DomainError as error:
                faults.append(error)
        if faults:
            raise InputErrors(faults)
        return SEPARATOR.join(answers)


@dataclass(frozen=True)
class Picked:
    """What was marked on a paper of picks; `is_blank` confirms that nothing was to be marked."""

    codes: Sequence[str]
    is_blank: bool = False


@dataclass(frozen=True)
class PicksPaper(Paper):
    """A choice of `candidates`, exactly `most` of them or, where `may_be_fewer`, at most so many.

    `strata` are the divisions that candidates stand in; where `one_of_each`, each of them wants a choice.
    """

    candidates: Sequence[Candidate]
    most: int
    may_be_fewer: bool
    strata: Sequence[Stratum]
    one_of_each: bool

    @property
    def may_be_blank(self) -> bool:
        return self.may_be_fewer and not self.one_of_each

    def read(self, given: Picked) -> str:
        codes = sorted(set(given.codes))
        fault = self._fault(codes, is_blank=given.is_blank)
        if fault:
            raise InputErrors([fault])
        return SEPARATOR.join(codes)

    def _fault(self, codes: Sequence[str], *, is_blank: bool) -> DomainError | None:
        known = {one.code for one in self.candidates}
        if not known.issuperset(codes):
            return _pick_fault(_("One of your choices is not on this ballot. Choose among the brands shown."))
        if not codes:
            return None if self.may_be_blank and is_blank else self._nothing()
        if len(codes) > self.most:
            return self._too_many(len(codes))
        if not self.may_be_fewer and len(codes) < self.most:
            return self._too_few(len(codes))
        return self._missed(codes)

    def _missed(self, codes: Sequence[str]) -> DomainError | None:
        if not self.one_of_each:
            return None
        picked = {one.stratum for one in self.candidates if one.code in codes}
        missed = [one.title for one in self.strata if one.key not in picked]
        if not missed:
            return None
        names = _(", ").join(missed)
        return _pick_fault(
            _("Choose at least one brand of each division; none yet: %(names)s.") % {"names": names}
        )

    def _nothing(self) -> DomainError:
        if not self.may_be_fewer:
            return self._too_few(0)
        if self.one_of_each:
            return _pick_fault(_("You have chosen no brand. Choose at least one of each division."))
        return DomainError(
            _("You have chosen no brand. Choose, or confirm below that you want to cast a blank ballot."),
            field=BLANK,
        )

    def _too_many(self, number: int) -> DomainError:
        sentence = ngettext(
            "You have chosen %(number)d brands; %(most)d is the most. Take some of the marks away.",
            "You have chosen %(number)d brands; %(most)d are the most. Take some of the marks away.",
            self.most,
        )
        return _pick_fault(sentence % {"number": number, "most": self.most})

    def _too_few(self, number: int) -> DomainError:
        sentence = ngettext(
            "Choose exactly %(most)d brand; you have chosen %(number)d.",
            "Choose exactly %(most)d brands; you have chosen %(number)d.",
            self.most,
        )
        return _pick_fault(sentence % {"number": number, "most": self.most})


def ballot_paper(channel: Channel, application: Application | None) -> Paper:
    """Return the ballot of `channel`, a channel by code, on `application` of its round or, without one, on all."""
    address = ballot_address("ballot-cast", channel, application)
    if application is not None:
        return EntryPaper(channel, application, address, questions_of(channel))
    picks = rules_of(channel.round).channels[channel.key].picks
    if picks is None:
        raise DomainError(
            _("“%(channel)s”: a code belongs to one application; name it.") % {"channel": channel}
        )
    candidates = candidates_of(channel)
    standing = {one.stratum for one in candidates}
    return PicksPaper(
        channel,
        None,
        address,
        candidates,
        picks.exactly or picks.at_most or len(candidates),
        may_be_fewer=picks.exactly is None,
        strata=[one for one in strata_of(channel.round) if one.key in standing],
        one_of_each=picks.one_per_stratum,
    )


def _answer(question: Question, given: str) -> str:
    if question.is_points:
        return _points(question, given)
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


def _answer_fault(question: Question, given: str) -> DomainError:
    sentence = (
        _("“%(question)s”: this answer is not on the ballot. Choose one of those shown.")
        if given
        else _("“%(question)s” is not answered. Choose one; “No opinion” is an answer too.")
    )
    return DomainError(sentence % {"question": question.title}, field=question.field)


def _pick_fault(sentence: str) -> DomainError:
    return DomainError(sentence, field=PICKS)

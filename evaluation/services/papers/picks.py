"""A ballot on all brands, of which some are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.selectors.strata import Stratum
from brandportal.kit.errors import DomainError, InputErrors
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.ballots import Candidate
from evaluation.services.papers.base import BLANK, Paper

PICKS = "picks"


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


def _pick_fault(sentence: str) -> DomainError:
    return DomainError(sentence, field=PICKS)

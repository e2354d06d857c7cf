"""A ballot on which all brands are put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, InputErrors
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.ballots import Candidate
from evaluation.services.answers import read_place
from evaluation.services.papers.base import BLANK, Paper


def place_field(code: str) -> str:
    """The name of the field that holds the place of a brand."""
    return f"place-{code}"


@dataclass(frozen=True)
class Ranked:
    """The places as typed, by the code of the brand; `is_blank` confirms that none was to be given."""

    places: Mapping[str, str]
    is_blank: bool = False


@dataclass(frozen=True)
class RankingPaper(Paper):
    """A place for each of `candidates`, 1 for the best, every place once. Stored are the codes in that order."""

    candidates: Sequence[Candidate]

    def read(self, given: Ranked) -> str:
        places, faults = self._places(given.places)
        if not faults and not any(places.values()):
            faults = [] if given.is_blank else [_nothing()]
            places = {}
        elif not faults:
            faults = self._faults(places)
        if faults:
            raise InputErrors(faults)
        return SEPARATOR.join(sorted(places, key=lambda code: int(places[code])))

    def _places(self, typed: Mapping[str, str]) -> tuple[dict[str, str], list[DomainError]]:
        places, faults = {}, []
        for one in self.candidates:
            try:
                places[one.code] = read_place(
                    typed.get(one.code, ""), label=one.brand, field=place_field(one.code)
                )
            except DomainError as error:
                faults.append(error)
        return places, faults

    def _faults(self, places: Mapping[str, str]) -> list[DomainError]:
        found = ((one, self._fault(one, places)) for one in self.candidates)
        return [DomainError(why, field=place_field(one.code)) for one, why in found if why]

    def _fault(self, one: Candidate, places: Mapping[str, str]) -> str:
        place, last = places[one.code], len(self.candidates)
        told = {"brand": one.brand, "place": place, "last": last}
        if not place:
            return _("“%(brand)s” has no place yet. Write a number from 1 to %(last)d.") % told
        if int(place) > last:
            return (
                _("“%(brand)s”: place %(place)s is beyond the last one. Write a number from 1 to %(last)d.")
                % told
            )
        twins = [other.brand for other in self.candidates if other != one and places[other.code] == place]
        if not twins:
            return ""
        told["others"] = _(", ").join(twins)
        return (
            _(
                "“%(brand)s”: place %(place)s is also given to %(others)s. Give each place once, 1 to %(last)d."
            )
            % told
        )


def _nothing() -> DomainError:
    sentence = _(
        "You have given no place. Give every brand one, or confirm below that you want to cast a blank ballot."
    )
    return DomainError(sentence, field=BLANK)

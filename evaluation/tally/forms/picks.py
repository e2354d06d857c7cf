"""Form `picks`: a set of entries, as many as the rules ask for or at most so many."""

from collections.abc import Mapping, Sequence

from evaluation.tally.exact import Exact
from evaluation.tally.forms.wide import Row, WideForm


class PicksForm(WideForm):
    def is_blank(self, rows: Sequence[Row]) -> bool:
        return not any(entry for entry, _, _ in rows)

    def points(self, rows: Sequence[Row]) -> Mapping[str, Exact]:
        return {entry: 1 for entry, _, _ in rows}

    def fault(self, rows: Sequence[Row], judged: frozenset[str]) -> str:
        picked = {entry for entry, _, _ in rows}
        reason = self._number_fault(len(picked))
        if reason:
            return reason
        if self._strata_missed(picked, judged):
            return "stratum_without_pick"
        return "" if picked <= self.stage else "not_in_stage"

    def _number_fault(self, number: int) -> str:
        picks = self.channel.picks
        if picks is None:
            return ""
        most = picks.at_most if picks.exactly is None else picks.exactly
        if most is not None and number > most:
            return "too_many_picks"
        return "too_few_picks" if picks.exactly is not None and number < picks.exactly else ""

    def _strata_missed(self, picked: set[str], judged: frozenset[str]) -> bool:
        if self.channel.picks is None or not self.channel.picks.one_per_stratum:
            return False
        asked = {self.strata[entry] for entry in judged}
        return bool(asked - {self.strata[entry] for entry in picked & judged})

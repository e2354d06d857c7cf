"""Form `ranking`: a strict place 1..n for every entry of the stage, turned into points."""

from collections.abc import Mapping, Sequence

from evaluation.tally.exact import Exact, parse_whole, simple
from evaluation.tally.forms.wide import Row, WideForm
from evaluation.tally.transform import place_points


class RankingForm(WideForm):
    def is_blank(self, rows: Sequence[Row]) -> bool:
        return not any(answers for _, answers, _ in rows)

    def points(self, rows: Sequence[Row]) -> Mapping[str, Exact]:
        transform = self.channel.transform
        if transform is None:
            return {}
        return {entry: simple(place_points(transform, int(place))) for entry, place, _ in rows}

    def fault(self, rows: Sequence[Row], judged: frozenset[str]) -> str:
        written = [place for _, place, _ in rows if place]
        places = [parse_whole(place) for place in written]
        if None in places:
            return "unlisted_value"
        if any(place is not None and not 1 <= place <= len(judged) for place in places):
            return "out_of_range"
        if len(set(places)) != len(places):
            return "place_twice"
        named = {entry for entry, place, _ in rows if place}
        if judged - named or len(written) != len(rows):
            return "place_missing"
        return "" if named <= self.stage else "not_in_stage"

"""Rules that no scheme of the house has: an order of all brands, or a choice, by code and with groups of voters."""

from typing import Any

from evaluation.models import Channel
from evaluation.services.codes import issue_codes
from evaluation.services.papers import Ranked, RankingPaper, ballot_paper
from evaluation.services.rounds import replace_rules
from evaluation.services.stages import open_stage
from tests.ballots import RATING
from tests.journey import VOTERS, Journey
from tests.schemes import small_scheme

GROUPS = [
    {"key": "firms", "title": {"zh": "企业", "en": "Firms"}, "weight": "60", "min_valid": "5"},
    {"key": "residents", "title": {"zh": "居民", "en": "Residents"}, "weight": "40", "min_valid": "5"},
]
# How everybody votes on each brand in turn.
VOTED = ("yes", "yes", "no", "abstain")
# The number that everybody writes for each brand in turn.
WRITTEN = ("98.5", "９０", "-3", "0")
POINTS = {"kind": "rank_points", "first": "100", "step": "-20", "min": "0"}
LEVELS = [
    {"key": key, "title": {"zh": zh, "en": key}, "value": value, "good": value == "100"}
    for key, zh, value in (("good", "好", "100"), ("fair", "一般", "60"), ("poor", "差", "20"))
]
OPTIONS: dict[str, dict[str, Any]] = {
    "levels": {
        "items": [
            {"key": key, "title": {"zh": zh, "en": key}}
            for key, zh in (("speed", "效率"), ("manner", "态度"))
        ],
        "levels": LEVELS,
        "overall": {"agree": "yes", "reject": "no"},
    },
    "items": {
        "items": [{"key": "name", "title": {"zh": "名称", "en": "Name"}, "max": "100", "step": "1"}],
        "overall": {"agree": "yes", "reject": "no", "in_base": True},
    },
    "motion": {"motion": {"pass": "1/2", "base": "full", "members": "5"}},
    "figure": {"figure": {"min": "-10", "max": "100"}},
    "ledger": {
        "ledger": {
            "items": [{"key": "duty", "title": {"zh": "到岗", "en": "Duty"}, "start": "100"}],
            "facts": [
                {"key": key, "title": {"zh": zh, "en": key}, "item": "duty", "delta": delta}
                for key, zh, delta in (("late", "迟到", "-5"), ("praised", "表扬", "2"))
            ],
        },
    },
    "ranking": {"transform": POINTS, "across": "mean"},
    "picks": {"picks": {"at_most": "2"}, "transform": {"kind": "ratio_to_max", "to": "100"}},
}


def kind_of(
    form: str, *, raters: str = "public", groups: bool = False, least: str = "5", **changes: Any
) -> dict[str, Any]:
    """The rules of a round whose one channel has this form, every number as the rules write it."""
    row: dict[str, Any] = {
        "key": "poll", "title": {"zh": "公众评议", "en": "Public poll"}, "raters": raters, "form": form,
        "weight": "100", "max": "100", "min_valid": least, "missing": "block", **OPTIONS[form], **changes,
    }  # fmt: skip
    return small_scheme(
        channel=[row | ({"groups": GROUPS} if groups else {})],
        stage=[{"key": "all", "use": ["poll"]}],
        tie={"order": [], "then": "share"},
    )


class KindJourney(Journey):
    """A round on such rules; each voter of a group leaves the same order or choice as their number in the other."""

    def __init__(self, cast: Any, document: dict[str, Any]) -> None:
        self.document = document
        super().__init__(cast, "ten-best")

    def with_few_forms(self, draft: Any) -> Any:
        return replace_rules(draft, self.document, by=self.cast.omar)

    @property
    def poll(self) -> Channel:
        channels = self.road.round.channels.select_related("round", "stage__round")
        found: Channel = channels.get(key="poll")
        return found

    def levels(self, paper: Any, place: int) -> Any:
        """The last brand is rejected by everybody, and of it nothing else is said."""
        last = paper.questions[-1]
        if last.is_vote:
            return {last.key: VOTED[place]}
        if last.is_figure:
            return {last.key: WRITTEN[place]}
        if last.is_count:
            return {"late": str(place)} if place else {}
        if place == 3:
            return {last.key: last.rejects}
        return super().levels(paper, place) | {last.key: last.choices[0].key}

    def picks(self, paper: Any, voter: int) -> Any:
        if not isinstance(paper, RankingPaper):
            return super().picks(paper, voter % VOTERS)
        codes = [one.code for one in paper.candidates]
        # Every third voter puts the last two the other way round.
        order = [*codes[:2], *reversed(codes[2:])] if voter % 3 == 2 else codes
        return Ranked({code: str(order.index(code) + 1) for code in codes})


class Poll:
    """A channel by code, open: a ranking, or another form; `slips` are its codes, of the first group where there are
    groups, and on A001 where a form is on one brand.
    """

    def __init__(self, cast: Any, *, form: str = "ranking", groups: bool = False) -> None:
        self.journey = KindJourney(cast, kind_of(form, groups=groups))
        self.round = self.journey.road.round
        self.channel = self.journey.poll
        group = "firms" if groups else ""
        on = None if self.channel.is_wide else self.journey.road.application("A001")
        made = issue_codes(self.channel, on, 3, group=group, by=cast.omar)
        self.slips = [one.code for one in made]
        stage = self.round.stages.select_related("round").get()
        if groups:
            issue_codes(self.channel, on, 5, group="residents", by=cast.omar)
        open_stage(stage, by=cast.omar, at=RATING)
        self.paper = ballot_paper(self.channel, on)

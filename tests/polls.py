"""The small round with two channels by code: levels of the clients on each brand, and a public choice among all."""

from dataclasses import dataclass, field
from typing import Any

from evaluation.models import Channel
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.codes import issue_codes
from evaluation.services.papers import Paper, Picked, ballot_paper
from evaluation.services.stages import open_stage
from tests.ballots import RATING, Road, prepare_rating
from tests.cast import Cast
from tests.declarations import declare_free
from tests.remembered import remembered
from tests.schemes import small_scheme


@dataclass
class Poll(Road):
    """`slips` are the codes of the poll; those of the clients stand in `codes`."""

    slips: list[str] = field(default_factory=list)

    @property
    def poll(self) -> Channel:
        found: Channel = self.round.channels.select_related("stage__round", "round").get(key="poll")
        return found

    @property
    def paper(self) -> Paper:
        return ballot_paper(self.poll, None)


def prepare_poll(cast: Cast, *, slips: int = 6, **picks: str) -> Poll:
    """The round before its first stage opens, with codes for both channels; `picks` as the rules write them."""
    document = small_scheme()
    document["channel"].insert(2, _poll(picks or {"at_most": "2"}))
    document["stage"][0]["use"] = ["supervisors", "clients", "poll"]
    document["stage"][1]["use"] = ["supervisors", "clients", "poll", "panel"]
    road = prepare_rating(cast, channel=document["channel"], stage=document["stage"])
    found = Poll(road.cast, road.round, road.codes)
    found.slips = [one.code for one in issue_codes(found.poll, None, slips, by=cast.omar)]
    return found


def open_poll(cast: Cast, **wishes: Any) -> Poll:
    """The same with its first stage open."""
    return remembered(f"poll {wishes}", cast, lambda: _opened(cast, wishes))


def _opened(cast: Cast, wishes: dict[str, Any]) -> Poll:
    poll = prepare_poll(cast, **wishes)
    open_stage(poll.social, by=cast.omar, at=RATING)
    declare_free(poll.round, at=RATING)
    poll.round.refresh_from_db()
    return poll


def pick(poll: Poll, *codes: str, voter: int = 0, is_blank: bool = False, **more: Any) -> str:
    """Cast the ballot of one voter of the poll; returns the receipt."""
    receipt = more.pop("receipt", None) or new_receipt(poll.round.code)
    return cast_ballot(poll.paper, poll.slips[voter], Picked(codes, is_blank), receipt, **more)


def _poll(picks: dict[str, str]) -> dict[str, Any]:
    return {
        "key": "poll",
        "title": {"zh": "公众投票", "en": "Public poll"},
        "raters": "public",
        "form": "picks",
        "picks": picks,
        "weight": "20",
        "max": "100",
        "min_valid": "5",
        "transform": {"kind": "ratio_to_max", "to": "100"},
    }

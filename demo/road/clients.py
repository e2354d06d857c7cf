"""Codes are handed out and clients cast their ballots, in no order that tells who was when."""

import random
from collections.abc import Iterator

from demo.scene import Scene
from demo.stages import CALENDAR, TODAY, Goal
from evaluation.models import Channel
from evaluation.models.stages import NO_OPINION
from evaluation.selectors.ballots import ballot_channels
from evaluation.selectors.questions import questions_of
from evaluation.services.boxes import tend_box
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.codes import issue_codes
from evaluation.services.papers import Paper, ballot_paper

ISSUED = CALENDAR["rating_opens"]
# Of a hundred codes handed out so many come back as ballots, and so many of those while rating still runs.
RETURNED, CAST_BY_NOW = 82, 64
# While rating runs these places in the list have hardly begun: too few ballots yet for a result.
BEHIND, BALLOTS_BEHIND = (11, 29, 43), 3


def hand_out(scene: Scene) -> None:
    """Make the codes, before the stage opens and the portal commits to them."""
    channel = ballot_channels(scene.round)[0]
    for place, code in enumerate(scene.profile_of):
        wanted = len(scene.plan.ballots[code]) * 100 // RETURNED
        at = scene.days.at(ISSUED, 8, 5 + place)
        issued = issue_codes(channel, scene.entry(code), wanted, by=scene.house.organizer, at=at)
        scene.codes[code] = [one.code for one in issued]


def vote(scene: Scene) -> None:
    """Cast the ballots of the plan; at the goal `rating` only the part that has come in by today."""
    rng = random.Random(f"{scene.seed}:casting")
    channel = ballot_channels(scene.round)[0]
    slips = [slip for code in scene.profile_of for slip in _slips(scene, channel, code)]
    rng.shuffle(slips)
    for paper, code, answers in slips:
        minute = rng.randrange(60 * 9)
        at = scene.days.at(ISSUED + rng.randint(1, 10), 8 + minute // 60, minute % 60)
        cast_ballot(paper, code, answers, new_receipt(scene.round.code), at=at)
    if scene.partly(Goal.RATING):
        tend_box(channel, at=scene.days.at(TODAY[Goal.RATING], 8))


def _slips(scene: Scene, channel: Channel, code: str) -> Iterator[tuple[Paper, str, dict[str, str]]]:
    """What each client of one application brings to the page."""
    paper, ballots = ballot_paper(channel, scene.entry(code)), scene.plan.ballots[code]
    questions = questions_of(channel)
    if scene.partly(Goal.RATING):
        place = list(scene.profile_of).index(code)
        ballots = ballots[: BALLOTS_BEHIND if place in BEHIND else len(ballots) * CAST_BY_NOW // 100]
    for slip, levels in zip(scene.codes[code], ballots, strict=False):
        yield (
            paper,
            slip,
            {
                question.key: NO_OPINION if level is None else question.choices[level].key
                for question, level in zip(questions, levels, strict=True)
            },
        )

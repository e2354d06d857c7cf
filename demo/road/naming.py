"""The committee resolves, the list lies open for objections, the brands are named."""

from demo.scene import Scene
from demo.stages import CALENDAR, NOTICE_DAY
from demo.texts.review import (
    notice_words,
    objection_finding,
    objection_text,
    resolution_text,
    resolution_words,
)
from evaluation.selectors.results import latest_done
from naming.enums import Effect
from naming.models import Objection, Proposal
from naming.services import (
    Resolved,
    close_notice,
    designate,
    draw_up_proposal,
    file_objection,
    prepare_notice,
    publish_notice,
    record_resolution,
    settle_objection,
)

PROPOSED, RESOLVED = CALENDAR["review_closes"] + 3, CALENDAR["decision_on"]


def propose(scene: Scene) -> None:
    tally = latest_done(scene.round, "review")
    if tally is None:
        raise LookupError(scene.round.code)
    draw_up_proposal(scene.round, tally, by=scene.house.organizer, at=scene.days.at(PROPOSED, 15))


def resolve(scene: Scene) -> None:
    """The committee takes the list as it was reckoned."""
    proposal = Proposal.objects.get(round=scene.round)
    items = proposal.items.select_related("application")
    body, meeting, minutes = resolution_words(scene.year, number=17)
    record_resolution(
        proposal,
        [Resolved(item.application.code, item.included, item.position) for item in items],
        body=body,
        meeting_title=meeting,
        held_on=scene.days.day(RESOLVED),
        minutes_number=minutes,
        text=resolution_text([item.application.brand_name for item in items if item.included]),
        by=scene.house.secretary,
        at=scene.days.at(RESOLVED, 16),
    )


def give_notice(scene: Scene) -> None:
    """Publish the notice; two objections come in, and the first is looked into at once."""
    organizer = scene.house.organizer
    chosen = [
        item.application for item in scene.round.proposal.items.filter(included=True).order_by("position")
    ]
    title, body = notice_words(scene.year, len(chosen))
    notice = prepare_notice(
        scene.round,
        number=f"县组公示〔{scene.year}〕3号",
        first_day=scene.days.day(NOTICE_DAY),
        title=title,
        body=body,
        by=organizer,
    )
    publish_notice(notice, by=organizer, at=scene.days.at(NOTICE_DAY, 8, 30))
    for number, (place, day) in enumerate(((2, NOTICE_DAY), (6, NOTICE_DAY + 1))):
        text = objection_text(scene.profile_of[chosen[place].code].name, number)
        file_objection(notice, chosen[place], text=text, at=scene.days.at(day, 15))
    _settle(scene, notice.objections.order_by("filed_at")[0], number=0, day=NOTICE_DAY + 2)


def name(scene: Scene) -> None:
    """Settle the other objection, end the notice after its last day, and name."""
    notice, organizer = scene.round.notice, scene.house.organizer
    over = (notice.last_day - scene.days.call).days + 1
    _settle(scene, notice.objections.order_by("filed_at")[1], number=1, day=over - 1)
    close_notice(notice, by=organizer, at=scene.days.at(over))
    number = f"县发〔{scene.year}〕21号"
    designate(scene.round, document_number=number, by=organizer, at=scene.days.at(over + 1, 10))


def _settle(scene: Scene, objection: Objection, *, number: int, day: int) -> None:
    settle_objection(
        objection,
        upheld=False,
        finding=objection_finding(number),
        effect=Effect.KEEP,
        by=scene.house.organizer,
        at=scene.days.at(day, 9),
    )

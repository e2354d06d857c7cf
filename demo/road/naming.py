"""The committee resolves, the list lies open for objections, the brands are named."""

from demo.people import committee
from demo.scene import Scene
from demo.stages import CALENDAR, NOTICE_DAY
from demo.texts.review import (
    committee_posts,
    committee_words,
    notice_words,
    objection_finding,
    objection_text,
    resolution_text,
    resolution_words,
)
from evaluation.selectors.results import latest_done
from naming.enums import Effect
from naming.models import Objection, Proposal, ProposalItem
from naming.services import (
    Line,
    Member,
    Minutes,
    Recused,
    close_notice,
    confirm_meeting,
    designate,
    draw_up_proposal,
    file_objection,
    prepare_notice,
    publish_notice,
    record_meeting,
    settle_objection,
)
from naming.voting import Votes

CONTACT = "0971-5550147"
# In the order of the members: who answers for a unit on the list, and who could not come.
RECUSED, ABSENT = 3, 10
PROPOSED, RESOLVED = CALENDAR["review_closes"] + 3, CALENDAR["decision_on"]


def propose(scene: Scene) -> None:
    tally = latest_done(scene.round, "review")
    if tally is None:
        raise LookupError(scene.round.code)
    draw_up_proposal(scene.round, tally, by=scene.house.organizer, at=scene.days.at(PROPOSED, 15))


def resolve(scene: Scene) -> None:
    """The committee takes the list as it was reckoned: the secretary records its meeting, the chair confirms."""
    proposal = Proposal.objects.get(round=scene.round)
    by, at = scene.house.secretary, scene.days.at(RESOLVED, 16)
    meeting = record_meeting(proposal, _minutes(scene, proposal), by=by, at=at)
    confirm_meeting(meeting, by=scene.house.people["chair"], at=scene.days.at(RESOLVED, 17, 30))


def _minutes(scene: Scene, proposal: Proposal) -> Minutes:
    body, title, number = resolution_words(scene.year, number=17)
    members = _members(scene)
    items = list(proposal.items.select_related("application"))
    chosen = [item.application for item in items if item.included]
    # One member answers for the work of one unit on the list.
    recused = Recused(members[RECUSED].name, chosen[RECUSED].code, committee_words("recusal"))
    return Minutes(
        body=body,
        title=title,
        held_on=scene.days.day(RESOLVED),
        place=committee_words("place"),
        presider=members[0].name,
        minutes_number=number,
        text=resolution_text([application.brand_name for application in chosen]),
        members=tuple(members),
        lines=tuple(_line(item, recused, len(members) - 1) for item in items),
        recusals=(recused,),
    )


def _members(scene: Scene) -> list[Member]:
    posts = committee_posts()
    names = committee(seed=scene.seed, count=len(posts))
    return [
        Member(name, post, present=number != ABSENT)
        for number, (name, post) in enumerate(zip(names, posts, strict=True))
    ]


def _line(item: ProposalItem, recused: Recused, present: int) -> Line:
    code = item.application.code
    votes = Votes(present - (code == recused.code), 0, 0) if item.included else None
    return Line(code, item.position, votes)


def give_notice(scene: Scene) -> None:
    """Publish the notice; one objects without a name, one with it, and the first is looked into at once."""
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
        name = committee(seed=scene.seed + 1, count=1)[0] if number else ""
        contact = CONTACT if number else ""
        file_objection(
            notice, chosen[place], text=text, name=name, contact=contact, at=scene.days.at(day, 15)
        )
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

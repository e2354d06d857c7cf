"""The committee's meeting: what a record must hold, what follows from its votes, and the second person."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.models import Round
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.rulebook import canonical
from naming.models import Meeting, Proposal, Resolution
from naming.services import (
    Line,
    Member,
    Recused,
    confirm_meeting,
    prepare_notice,
    recall_meeting,
    record_meeting,
    return_meeting,
)
from naming.voting import Votes
from tests.cast import client_of, person
from tests.committee import AS_RANKED, MEMBERS, MET, MINUTES, NO, PUBLISHED, YES, record, resolve

pytestmark = pytest.mark.django_db
REASON = "第二名在公示前主动退出，依次递补"
A1, A2, A3 = AS_RANKED


def faults(proposal, cast, lines=AS_RANKED, **changes):
    """The refused fields with their sentences; nothing may have been kept."""
    with pytest.raises(InputErrors) as refusal:
        record(proposal, cast, lines, **changes)
    assert not Meeting.objects.exists()
    return {one.field: str(one) for one in refusal.value.errors}


def test_a_record_changes_nothing_before_it_is_confirmed(proposal, cast):
    meeting = record(proposal, cast)

    assert (meeting.status, meeting.quorum, meeting.base, meeting.majority) == (
        "waiting",
        5,
        "members",
        "half",
    )
    assert Proposal.objects.get().status == "drafted"
    assert not Resolution.objects.exists()
    with pytest.raises(DomainError, match="has not resolved"):
        prepare_notice(proposal.round, number="3号", first_day=PUBLISHED.date(), by=cast.omar)


@pytest.mark.parametrize("name", ["omar", "chen"])
def test_a_second_person_confirms_and_the_list_is_resolved(proposal, cast, name):
    confirm_meeting(record(proposal, cast), by=getattr(cast, name), at=MET)

    resolution = Resolution.objects.get()
    assert (resolution.recorded_by.username, resolution.confirmed_by.username) == ("sec", name)
    assert (resolution.body, resolution.minutes_number) == ("县委常委会", "〔2026〕17号")
    assert Proposal.objects.get().status == "resolved"
    events = list(AuditEvent.objects.order_by("-seq").values_list("event", flat=True)[:3])
    assert events == ["resolve_proposal", "confirm_meeting", "record_meeting"]


def test_whoever_recorded_never_confirms_not_even_with_both_roles(proposal, cast):
    both = person("both", "secretary organizer")
    meeting = record_meeting(proposal, MINUTES, by=both, at=MET)

    with pytest.raises(DomainError, match="Another person"):
        confirm_meeting(meeting, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(confirmed_by=both, confirmed_at=MET)


@pytest.mark.parametrize("name", ["sec", "audrey", "alice", "ada"])
def test_nobody_else_confirms(proposal, cast, name):
    with pytest.raises(NotAllowed):
        confirm_meeting(record(proposal, cast), by=getattr(cast, name))


@pytest.mark.parametrize("name", ["omar", "chen", "audrey", "pan"])
def test_nobody_but_the_secretary_records(proposal, cast, name):
    with pytest.raises(NotAllowed):
        record_meeting(proposal, MINUTES, by=getattr(cast, name), at=MET)


def test_a_confirmed_record_is_neither_recorded_nor_confirmed_again(proposal, cast):
    resolve(proposal, AS_RANKED, cast)

    with pytest.raises(StaleState):
        record(proposal, cast)
    with pytest.raises(StaleState):
        confirm_meeting(Meeting.objects.get(), by=cast.chen)
    with pytest.raises(StaleState):
        recall_meeting(Meeting.objects.get(), by=cast.sec)


def test_a_record_that_waits_is_not_overwritten(proposal, cast):
    record(proposal, cast)

    with pytest.raises(StaleState):
        record(proposal, cast)


def test_what_comes_back_is_recorded_anew_and_the_old_reading_confirms_nothing(proposal, cast):
    meeting = record(proposal, cast)
    read = meeting.digest
    return_meeting(meeting, reason="第三项票数与纪要不符，请核对", by=cast.omar)
    record(proposal, cast, [A1, replace(A2, votes=Votes(6, 1, 0)), A3])

    with pytest.raises(StaleState, match="changed since"):
        confirm_meeting(Meeting.objects.get(), by=cast.omar, digest=read)
    assert confirm_meeting(Meeting.objects.get(), by=cast.omar, digest=Meeting.objects.get().digest)
    assert Meeting.objects.get().items.get(item__application__code="A002").votes == Votes(6, 1, 0)


def test_the_secretary_takes_a_record_back_before_it_is_confirmed(proposal, cast):
    recall_meeting(record(proposal, cast), by=cast.sec)

    assert record(proposal, cast).status == "waiting"


def test_sending_back_takes_a_reason(proposal, cast):
    with pytest.raises(DomainError) as refusal:
        return_meeting(record(proposal, cast), reason=" 错 ", by=cast.omar)

    assert refusal.value.field == "reason"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"members": ()}, "member-1-name", "nobody is entered"),
        ({"members": (*MEMBERS, Member("赵一", field="member-10-name"))}, "member-10-name", "stands twice"),
        ({"presider": "王某"}, "presider", "not among the members present"),
        ({"presider": "孙八"}, "presider", "not among the members present"),
        ({"held_on": date(2026, 9, 17)}, "held_on", "still to come"),
        ({"quorum": 10}, "quorum", "cannot be there"),
        ({"quorum": 8}, None, "7 of 9 members were there, it takes 8"),
        (
            {"recusals": (Recused("王某", "A001", "任该局局长", "recusal-1-name"),)},
            "recusal-1-name",
            "not among",
        ),
        (
            {"recusals": (Recused("赵一", "", "任该局局长", "recusal-1-name"),)},
            "recusal-1-name",
            "choose the brand",
        ),
        ({"recusals": (Recused("赵一", "A001", "", "recusal-1-name"),)}, "recusal-1-name", "say why"),
        (
            {
                "recusals": (
                    Recused("郑十", "A001", "任该局局长"),
                    Recused("郑十", "A001", "任该局局长", "recusal-2-name"),
                )
            },
            "recusal-2-name",
            "twice",
        ),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else None,
)
def test_a_faulty_record_is_refused_with_its_sentence(proposal, cast, changes, field, words):
    assert words in faults(proposal, cast, **changes)[field]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (Line("A001", 1, Votes(6, 0, 0)), "for-A001", "do not add up"),
        (Line("A001", 1, Votes(9, 0, 0)), "for-A001", "do not add up"),
        (Line("A001", 1, None), "for-A001", "votes are missing"),
        (Line("A001", None, None, REASON), "for-A001", "votes are missing"),
        (Line("A001", 1, Votes(4, 3, 0)), "place-A001", "takes 5 of 9"),
        (Line("A001", None, YES, REASON), "place-A001", "has no place"),
    ],
    ids=[
        "too few",
        "more than were there",
        "none",
        "left out without a vote",
        "not carried",
        "carried without a place",
    ],
)
def test_the_place_follows_from_the_votes(proposal, cast, line, field, words):
    assert words in faults(proposal, cast, [line, A2, A3])[field]


def test_whoever_is_recused_leaves_the_base_of_that_item_alone(proposal, cast):
    recused = tuple(Recused(name, "A001", "在该单位任职") for name in ("钱二", "孙三", "孙八"))

    # Five are left to vote, six of nine members to count on: four carry.
    meeting = record(proposal, cast, [replace(A1, votes=Votes(4, 1, 0)), A2, A3], recusals=recused)

    assert meeting.items.get(item__application__code="A001").recusals.count() == 3


def test_a_vote_of_whoever_is_recused_does_not_add_up(proposal, cast):
    found = faults(proposal, cast, recusals=(Recused("钱二", "A001", "在该单位任职"),))

    assert set(found) == {"for-A001"}
    assert "6 members could vote (1 of those present recused)" in found["for-A001"]


def test_where_everybody_is_recused_nothing_carries(proposal, cast):
    recused = tuple(Recused(one.name, "A001", "在该单位任职") for one in MEMBERS)

    assert set(faults(proposal, cast, [replace(A1, votes=Votes(0, 0, 0)), A2, A3], recusals=recused)) == {
        "place-A001"
    }


def test_votes_may_count_on_those_present_and_take_two_thirds(proposal, cast):
    lines = [replace(A1, votes=Votes(5, 2, 0)), A2, A3]

    assert record(proposal, cast, lines, base="present", majority="two_thirds").base == "present"


def test_four_of_seven_present_carry_on_those_present_and_not_on_all(proposal, cast):
    lines = [replace(A1, votes=Votes(4, 3, 0)), A2, A3]

    assert "place-A001" in faults(proposal, cast, lines)
    assert record(proposal, cast, lines, base="present")


def test_the_rules_of_the_round_beat_what_is_entered(proposal, cast):
    round = proposal.round
    round.rules = round.rules.replace(
        '"process":{', '"process":{"committee":{"base":"present","majority":"two_thirds","quorum":"2/3"},'
    )
    round.save()

    meeting = record(proposal, cast, quorum=2, base="members", majority="half")

    assert (meeting.quorum, meeting.base, meeting.majority) == (6, "present", "two_thirds")


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([A1, replace(A2, place=None, votes=NO), Line("A003", 2, YES, REASON)], "reason-A002"),
        ([replace(A1, place=2), replace(A2, place=1), A3], "reason-A002"),
        ([A1, replace(A2, place=None, votes=NO, reason="太短"), A3], "reason-A002"),
    ],
    ids=["left out", "moved up", "reason too short"],
)
def test_a_deviation_needs_a_reason(proposal, cast, lines, field):
    assert field in faults(proposal, cast, lines)


@pytest.mark.parametrize(
    "lines",
    [
        [A1, A2, Line("A003", 3, YES, REASON)],
        [A1, replace(A2, place=1), A3],
        [A1, replace(A2, place=3), A3],
        [A1, A2],
        [A1, A2, A3, Line("A009", None, None)],
    ],
    ids=["more than seats", "a place twice", "a gap", "one missing", "one from elsewhere"],
)
def test_an_impossible_list_is_refused(proposal, cast, lines):
    assert None in faults(proposal, cast, lines)


def test_a_deviation_with_its_reason_stands_beside_the_computed_order(proposal, cast):
    out = replace(A2, place=None, votes=NO, reason=REASON)

    resolve(proposal, [A1, out, Line("A003", 2, YES, REASON)], cast)

    item = proposal.items.get(application__code="A003")
    assert (item.computed_rank, item.computed_in, item.included, item.position) == (3, False, True, 2)
    assert not proposal.items.get(application__code="A002").included


def test_where_the_rules_leave_no_place_empty_the_next_is_voted_on(proposal, cast):
    document = json.loads(proposal.round.rules)
    document["select"]["may_be_fewer"] = False
    Round.objects.update(rules=canonical(document))
    why = "存在投诉尚未办结，经研究不予列入"
    short = [Line("A001", 1, YES), Line("A002", None, NO, why), Line("A003", None, None)]

    with pytest.raises(InputErrors) as caught:
        record(proposal, cast, short)
    assert [(one.field, one.code) for one in caught.value.errors] == [("for-A003", "empty_place")]
    page = client_of(cast.sec).get(reverse("naming:meeting-edit", args=[proposal.round.code]))
    assert "不得空缺" in page.content.decode()
    # Voted on and not carried: the place stays empty, nothing is filled by force.
    assert record(proposal, cast, [*short[:2], Line("A003", None, NO)])

"""The pages of the meeting: the secretary's form keeps what was typed, the record is read, a second person answers."""

from dataclasses import replace

import pytest
from django.urls import reverse

from applications.models import Round
from brandportal.documents.official import official_docx
from naming.models import Meeting, Resolution
from naming.selectors.meetings import record_of, typed_before
from naming.selectors.minutes import minutes_text
from naming.services import Line, Member, Recused, confirm_meeting
from naming.voting import Votes
from tests.cast import client_of
from tests.committee import AS_RANKED, MEMBERS, NO, YES, record, resolve

pytestmark = pytest.mark.django_db
FACTS = {
    "body": "县委常委会",
    "title": "第17次会议",
    "held_on": "2026-09-16",
    "place": "县委第一会议室",
    "presider": "赵一",
    "minutes_number": "〔2026〕17号",
    "text": "会议审定名单。",
    "base": "present",
    "majority": "half",
    "member-1-name": "赵一",
    "member-1-attendance": "present",
    "member-2-name": "钱二",
    "member-2-attendance": "present",
    "member-4-name": "孙三",
    "member-4-attendance": "absent",
    "for-all": "2",
    "against-all": "0",
    "abstain-all": "0",
    "place-A001": "1",
    "place-A002": "2",
    "place-A003": "",
}


@pytest.fixture
def form(proposal, cast):
    """(the secretary's browser, the address of the form)"""
    return client_of(cast.sec), reverse("naming:meeting-edit", args=[proposal.round.code])


def test_one_vote_on_the_whole_list_counts_for_every_place(form):
    client, url = form

    page = client.post(url, FACTS)

    meeting = Meeting.objects.get()
    assert (page.status_code, page.url) == (302, meeting.get_absolute_url())
    assert [one.name for one in meeting.members.all()] == ["赵一", "钱二", "孙三"]
    votes = {one.item.application.code: one.votes and one.votes.favour for one in meeting.items.all()}
    assert votes == {"A001": 2, "A002": 2, "A003": None}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"held_on": "2026年9月31日"}, "held_on"),
        ({"place-A001": "第一"}, "place-A001"),
        ({"place-A001": "0"}, "place-A001"),
        ({"for-A001": "二"}, "for-A001"),
        ({"for-A001": "-1"}, "for-A001"),
        ({"for-A001": "2"}, "against-A001"),
        ({"against-all": ""}, "against-all"),
        ({"for-all": "3"}, "for-A001"),
        ({"base": "everybody"}, "base"),
        ({"quorum": "99999"}, "quorum"),
        ({"member-1-name": "赵\u202e一"}, "member-1-name"),
        ({"member-1-name": "赵" * 61}, "member-1-name"),
        ({"member-4-attendance": "late"}, "member-4-attendance"),
        (
            {"recusal-1-name": "王某", "recusal-1-code": "A001", "recusal-1-reason": "任局长"},
            "recusal-1-name",
        ),
        (
            {"recusal-1-name": "钱二", "recusal-1-code": "A999", "recusal-1-reason": "任局长"},
            "recusal-1-code",
        ),
        ({"place-A002": ""}, "for-A002"),
        ({"text": ""}, "text"),
    ],
)
def test_a_fault_stands_at_its_field_and_everything_typed_stays(form, typed, field):
    client, url = form

    page = client.post(url, FACTS | {"reason-A003": "写下的理由"} | typed)

    assert field in page.context["form"].errors
    text = page.content.decode()
    assert all(word in text for word in ("县委第一会议室", "孙三", "写下的理由", "〔2026〕17号"))
    assert not Meeting.objects.exists()


def test_without_a_quorum_nothing_is_recorded(form):
    client, url = form

    page = client.post(url, FACTS | {"member-2-attendance": "absent"})

    assert page.context["form"].non_field_errors()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("kind", "field"), [("members", "member-12-name"), ("recusals", "recusal-6-name")])
def test_more_rows_come_with_all_that_was_typed(form, kind, field):
    client, url = form

    typed = FACTS | {"go": kind, "members": "9", "recusals": "3", "held_on": "九月"}
    page = client.post(url, typed, follow=True)

    assert field in page.context["form"].fields
    assert all(word in page.content.decode() for word in ("九月", "孙三", 'value="〔2026〕17号"'))


@pytest.mark.parametrize("rows", ["-1", "1e9", "99999", "九", "²", ""])
def test_no_number_of_rows_breaks_the_form(form, rows):
    client, url = form

    typed = FACTS | {"members": rows, "recusals": rows, "go": "members"}
    assert client.post(url, typed, follow=True).status_code == 200


def test_the_record_is_read_by_the_offices_alone(proposal, cast):
    url = record(proposal, cast).get_absolute_url()

    for user in cast.everybody:
        expected = 200 if user.username in {"omar", "sec", "audrey", "chen"} else 403
        assert client_of(user).get(url).status_code == expected, user.username


def test_the_auditor_sees_votes_base_and_computed_order(proposal, cast):
    resolve(proposal, AS_RANKED, cast)

    page = client_of(cast.audrey).get(Meeting.objects.get().get_absolute_url())

    lines = [
        (one.item.computed_rank, one.base, one.needed, one.position) for one in page.context["record"].lines
    ]
    assert lines == [(1, 9, 5, 1), (2, 9, 5, 2), (3, 9, 5, None)]
    assert "offers" in page.context
    assert page.context["offers"] == {}


def test_the_organizer_confirms_what_was_read(proposal, cast):
    meeting = record(proposal, cast)
    client, url = client_of(cast.omar), reverse("naming:meeting-confirm", args=[meeting.round_code])

    stale = client.post(url, {"digest": "0" * 64, "go": "confirm"})
    assert (stale.status_code, Resolution.objects.exists()) == (409, False)
    assert client.post(url, {"digest": meeting.digest, "go": "confirm"}).status_code == 302
    assert Resolution.objects.exists()


def test_the_organizer_sends_back_and_the_reason_leads_the_secretarys_form(proposal, cast):
    meeting = record(proposal, cast)
    client, url = client_of(cast.omar), reverse("naming:meeting-confirm", args=[meeting.round_code])

    short = client.post(url, {"digest": meeting.digest, "go": "return", "reason": "错"})
    assert "reason" in short.context["form"].errors
    client.post(url, {"digest": meeting.digest, "go": "return", "reason": "第三项票数与纪要不符，请核对"})

    page = client_of(cast.sec).get(reverse("naming:meeting-edit", args=[meeting.round_code])).content.decode()
    assert "第三项票数与纪要不符，请核对" in page
    assert all(one.name in page for one in meeting.members.all())


def test_the_secretary_cannot_answer_and_takes_the_record_back(proposal, cast):
    code = record(proposal, cast).round_code
    client = client_of(cast.sec)

    assert client.get(reverse("naming:meeting-confirm", args=[code])).status_code == 403
    assert client.get(reverse("naming:meeting-edit", args=[code])).status_code == 409
    assert client.post(reverse("naming:meeting-act", args=[code, "recall"])).status_code == 302
    assert client.get(reverse("naming:meeting-edit", args=[code])).status_code == 200
    assert client.post(reverse("naming:meeting-act", args=[code, "record"])).status_code == 404


def test_the_members_of_the_bodys_last_meeting_are_there_next_time(proposal, cast):
    resolve(proposal, AS_RANKED, cast)
    later = Round.objects.get()
    later.pk, later.code = None, "2027-small"
    later.save(force_insert=True)

    typed = typed_before(later, "县委常委会")

    assert [typed[f"member-{n}-name"] for n in (1, 9)] == ["赵一", "郑十"]
    assert "member-8-attendance" not in typed
    assert typed_before(later, "县政府常务会") == {}


@pytest.mark.parametrize(("name", "head"), [("minutes-pdf", b"%PDF-"), ("minutes-docx", b"PK")])
def test_the_minutes_are_for_those_who_read_the_record(proposal, cast, name, head):
    url = reverse(f"naming:{name}", args=[proposal.round.code])
    assert client_of(cast.sec).get(url).status_code == 404
    record(proposal, cast)

    for user in (cast.sec, cast.omar, cast.chen, cast.audrey):
        response = client_of(user).get(url)
        assert (response.content.startswith(head), response["Cache-Control"]) == (True, "private, no-store")
    assert client_of(cast.alice).get(url).status_code == 403


def test_the_minutes_say_who_was_recused_how_it_was_voted_and_what_deviates(proposal, cast):
    out = replace(AS_RANKED[1], place=None, votes=NO, reason="公示前主动退出评选，会议同意")
    third = Line("A003", 2, YES, "第二名退出，依计分名次递补")
    recused = (Recused("郑十", "A001", "任该局局长"),)
    meeting = record(proposal, cast, [AS_RANKED[0], out, third], recusals=recused)

    text = minutes_text(record_of(Meeting.objects.get()))
    lines = [block.text for block in text.blocks]
    assert text.note == "本记录尚未经另一人确认，不作为审定依据"
    assert "郑十回避“文档连心桥”的表决，原因：任该局局长。" in lines
    assert "应到成员9人，实到7人，达到规定的到会人数5人。" in lines
    assert "“游客知友”：计分第2名，未列入名单。理由：公示前主动退出评选，会议同意" in lines
    assert [block.text for block in text.blocks if block.kind == "heading"][-1] == "五、审定意见"
    rows = next(block.table for block in text.blocks if block.table).rows
    assert rows[0] == ("1", "市档案局", "文档连心桥", "91.20", "7", "0", "0", "8", "1")
    assert official_docx(text).startswith(b"PK")

    confirm_meeting(meeting, by=cast.omar)
    confirmed = minutes_text(record_of(Meeting.objects.get()))
    assert (confirmed.note, confirmed.blocks[-1].text) == ("", "记录：Sec　确认：Omar")


def test_a_member_named_like_markup_is_printed_as_typed(proposal, cast):
    odd = Member('#import "x" <script>*_$', "$ 县委 = 书记")
    record(
        proposal,
        cast,
        members=(*MEMBERS, odd),
        lines=[replace(one, votes=one.votes and Votes(8, 0, 0)) for one in AS_RANKED],
    )

    url = reverse("naming:minutes-pdf", args=[proposal.round.code])
    assert client_of(cast.sec).get(url).content.startswith(b"%PDF-")

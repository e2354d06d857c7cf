"""From the final ranking to the public list: who does it, what is refused, what the public sees."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Brand
from applications.services import register_brand
from brandportal.kit.errors import DomainError, InputErrors, StaleState
from naming.models import Designation, NamingList, Notice, Objection, Proposal
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
from tests.cast import client_of

pytestmark = pytest.mark.django_db
DURING, AFTER = datetime(2026, 9, 21, 4, tzinfo=UTC), datetime(2026, 9, 24, 16, 1, tzinfo=UTC)
AS_RANKED = [Resolved("A001", True, 1), Resolved("A002", True, 2), Resolved("A003", False)]
REASON = "第二名在公示前主动退出，依次递补"


def resolve(proposal, lines, by):
    return record_resolution(
        proposal,
        lines,
        body="县委常委会",
        meeting_title="第17次会议",
        held_on=date(2026, 9, 16),
        minutes_number="〔2026〕17号",
        text="会议审定名单。",
        by=by,
    )


@pytest.fixture
def proposal(ranked, tally, cast) -> Proposal:
    return draw_up_proposal(ranked, tally, by=cast.omar)


@pytest.fixture
def notice(proposal, cast) -> Notice:
    resolve(proposal, AS_RANKED, cast.sec)
    draft = prepare_notice(proposal.round, number="公示3号", first_day=date(2026, 9, 18), by=cast.omar)
    return publish_notice(draft, by=cast.omar)


def test_the_proposal_is_the_selection_of_the_tally(proposal):
    rows = list(proposal.items.values_list("application__code", "computed_rank", "included", "position"))

    assert rows == [("A001", 1, True, 1), ("A002", 2, True, 2), ("A003", 3, False, None)]
    assert (proposal.seats, proposal.round.status) == (2, "decision")


def test_a_tally_that_selects_nobody_is_no_ground(ranked, tally, cast):
    tally.result = '{"selection":[],"state":"final"}'

    with pytest.raises(DomainError):
        draw_up_proposal(ranked, tally, by=cast.omar)


def test_the_committee_takes_the_list_as_it_is(proposal, cast):
    resolve(proposal, AS_RANKED, cast.sec)

    assert Proposal.objects.get().status == "resolved"
    with pytest.raises(StaleState):
        resolve(Proposal.objects.get(), AS_RANKED, cast.sec)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([Resolved("A001", True, 1), Resolved("A002", False), Resolved("A003", True, 2)], "reason-A002"),
        ([Resolved("A001", True, 2), Resolved("A002", True, 1), Resolved("A003", False)], "reason-A002"),
        (
            [Resolved("A001", True, 1), Resolved("A002", False, None, "太短"), Resolved("A003", False)],
            "reason-A002",
        ),
    ],
    ids=["left out", "moved up", "reason too short"],
)
def test_a_deviation_needs_a_reason(proposal, cast, lines, field):
    with pytest.raises(InputErrors) as refusal:
        resolve(proposal, lines, cast.sec)

    assert field in [one.field for one in refusal.value.errors]
    assert proposal.items.get(application__code="A002").included


@pytest.mark.parametrize(
    "lines",
    [
        [Resolved("A001", True, 1), Resolved("A002", True, 2), Resolved("A003", True, 3, REASON)],
        [Resolved("A001", True, 1), Resolved("A002", True, 1), Resolved("A003", False)],
        [Resolved("A001", True, 1), Resolved("A002", True, 3), Resolved("A003", False)],
        [Resolved("A001", True, 1), Resolved("A002", True, 2)],
    ],
    ids=["more than seats", "a place twice", "a gap", "one missing"],
)
def test_an_impossible_list_is_refused(proposal, cast, lines):
    with pytest.raises(InputErrors):
        resolve(proposal, lines, cast.sec)


def test_a_deviation_with_its_reason_stands_beside_the_computed_order(proposal, cast):
    resolve(
        proposal,
        [Resolved("A001", True, 1), Resolved("A002", False, None, REASON), Resolved("A003", True, 2, REASON)],
        cast.sec,
    )

    item = proposal.items.get(application__code="A003")
    assert (item.computed_rank, item.computed_in, item.included, item.position) == (3, False, True, 2)


def test_the_notice_computes_its_last_day_and_writes_its_text(notice):
    assert notice.last_day == date(2026, 9, 24)
    assert "县委常委会" in notice.body
    assert notice.round.status == "notice"


def test_objections_are_taken_within_the_window_only(notice):
    application = Application.objects.get(code="A001")
    filed = file_objection(notice, application, text="事实", at=DURING)

    assert Objection.objects.get() == filed
    with pytest.raises(DomainError, match="24:00"):
        file_objection(notice, application, text="迟到", at=AFTER)


def test_the_notice_ends_neither_early_nor_with_an_objection_open(notice, cast):
    with pytest.raises(DomainError):
        close_notice(notice, by=cast.omar, at=DURING)
    objection = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    with pytest.raises(DomainError):
        close_notice(notice, by=cast.omar, at=AFTER)

    settle_objection(objection, upheld=False, finding="经查不属实", effect="keep", by=cast.omar)

    assert close_notice(notice, by=cast.omar, at=AFTER).status == "closed"


def test_naming_follows_the_notice_and_makes_the_register(notice, cast):
    round = notice.round
    with pytest.raises(DomainError):
        designate(round, document_number="县委发〔2026〕31号", by=cast.omar)
    close_notice(notice, by=cast.omar, at=AFTER)

    designate(round, document_number="县委发〔2026〕31号", by=cast.omar, at=AFTER)

    rows = list(Designation.objects.order_by("position").values_list("brand_name", "number", "status"))
    assert rows == [("文档连心桥", "TB-2026-0001", "in_force"), ("游客知友", "TB-2026-0002", "in_force")]
    assert Application.objects.get(code="A003").status == "not_selected"
    assert NamingList.objects.get().round.status == "named"


def test_an_upheld_objection_strikes_the_application(notice, cast):
    objection = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    settle_objection(objection, upheld=True, finding="经查属实", effect="strike", by=cast.omar)
    close_notice(notice, by=cast.omar, at=AFTER)

    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)

    assert list(Designation.objects.values_list("brand_name", flat=True)) == ["游客知友"]
    assert Application.objects.get(code="A001").status == "not_selected"


def test_the_public_sees_list_and_brand_without_signing_in(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    brand = Brand.objects.get(name="文档连心桥")
    public = Client()

    for path in (
        reverse("home"),
        reverse("naming:list-index"),
        reverse("naming:list-detail", args=[notice.round.code]),
        reverse("naming:brand-list") + "?q=wdlxq",
        reverse("naming:brand-detail", args=[brand.code]),
        reverse("naming:notice-detail", args=[notice.round.code]),
    ):
        page = public.get(path)
        assert (page.status_code, "文档连心桥" in page.content.decode()) == (200, True), path


def test_a_draft_notice_is_nobodys_but_the_offices(proposal, cast):
    resolve(proposal, AS_RANKED, cast.sec)
    notice = prepare_notice(proposal.round, number="公示3号", first_day=date(2026, 9, 18), by=cast.omar)
    url = notice.get_absolute_url()

    assert Client().get(url).status_code == client_of(cast.alice).get(url).status_code == 404
    assert client_of(cast.audrey).get(url).status_code == 200


def test_anybody_objects_by_the_form_and_keeps_what_was_typed(notice):
    url = reverse("naming:objection-create", args=[notice.round.code])
    page = Client().post(url, {"application": "A001", "text": "", "name": "张三", "contact": "138"})

    assert "text" in page.context["form"].errors
    assert "张三" in page.content.decode()


def test_the_identity_of_an_objector_is_the_organizers_alone(notice, cast):
    objection = file_objection(
        notice,
        Application.objects.get(code="A001"),
        text="事实",
        name="张三丰",
        contact="13800000000",
        at=DURING,
    )
    url = objection.get_absolute_url()

    assert "张三丰" in client_of(cast.omar).get(url).content.decode()
    assert "张三丰" not in client_of(cast.audrey).get(url).content.decode()
    assert client_of(cast.alice).get(url).status_code == 403


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("proposal-detail", "omar sec audrey chen"), ("proposal-resolve", "sec"), ("notice-edit", "omar")],
)
def test_the_offices_pages_are_closed_to_others(proposal, cast, name, allowed):
    url = reverse(f"naming:{name}", args=[proposal.round.code])

    for person in cast.everybody:
        expected = 200 if person.username in allowed.split() else 403
        assert client_of(person).get(url).status_code == expected, person.username
    assert Client().get(url).status_code == 302


def test_the_secretary_resolves_in_the_browser_and_gets_every_fault_at_its_line(proposal, cast):
    client, url = client_of(cast.sec), reverse("naming:proposal-resolve", args=[proposal.round.code])
    facts = {
        "body": "县委常委会",
        "meeting_title": "第17次会议",
        "held_on": "2026年9月31日",
        "minutes_number": "17",
        "text": "x",
    }
    lines = {"place-A001": "1", "place-A002": "", "place-A003": "2", "reason-A003": ""}

    wrong_day = client.post(url, facts | lines)
    no_reason = client.post(url, facts | lines | {"held_on": "2026-09-16"})
    bad_place = client.post(url, facts | lines | {"held_on": "2026-09-16", "place-A001": "第一"})

    assert "held_on" in wrong_day.context["form"].errors
    assert set(no_reason.context["form"].errors) == {"reason-A002", "reason-A003"}
    assert "place-A001" in bad_place.context["form"].errors
    assert "2026年9月31日" in wrong_day.content.decode()
    reasons = {"reason-A002": REASON, "reason-A003": REASON, "held_on": "2026-09-16"}
    assert client.post(url, facts | lines | reasons).status_code == 302


@pytest.mark.parametrize("name", ["list-index", "brand-list", "notice-list"])
def test_public_lists_survive_any_parameter(notice, name):
    for query in ("?q=%00&sort=x&page=99", "?sort=-title&page=0&status=x&year=x", "?q=档案"):
        assert Client().get(reverse(f"naming:{name}") + query).status_code == 200


def test_a_name_with_marks_still_makes_an_address(cast):
    brand = register_brand(cast.archives, "电子证、查询、一·体化", since=date(2026, 9, 18), by=None)

    assert reverse("naming:brand-detail", args=[brand.code])

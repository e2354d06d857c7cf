"""Groups of raters at a desk: everybody in one, nobody moved once the stage is open, counted apart."""

import pytest
from django.urls import reverse

from brandportal.kit.errors import DomainError
from evaluation.models import Rater
from evaluation.selectors.board_tasks import tasks_of_round
from evaluation.selectors.bundle import gather
from evaluation.selectors.groups import short_groups
from evaluation.selectors.sheet_document import sheets_data
from evaluation.services.amendments import confirm_amendment, propose_amendment
from evaluation.services.raters import assign_raters
from evaluation.services.rounds import open_round, replace_rules
from evaluation.services.stages import close_filing
from tests.cast import client_of
from tests.integration.evaluation.conftest import PLACE, Desk, english
from tests.schemes import small_scheme

GROUPS = [
    {"key": key, "title": {"zh": zh, "en": en}, "weight": "1", "min_valid": "1"}
    for key, zh, en in (("deputies", "人大代表", "Deputies"), ("firms", "企业代表", "Firms"))
]
ASSIGN = reverse("evaluation:rater-assign", args=PLACE)
LIST = reverse("evaluation:rater-list", args=PLACE)


def grouped(draft, cast, **channel) -> Desk:
    """A round in evaluation whose supervisors stand in two groups; nobody is assigned yet."""
    document = small_scheme()
    document["channel"][0] |= {"groups": GROUPS, "min_valid": "2", **channel}
    found = Desk(open_round(replace_rules(draft, document, by=cast.omar), by=cast.omar), cast)
    found.enter(cast.archives, "A001", "文档连心桥")
    found.enter(cast.tourism, "A002", "游客知友")
    close_filing(found.round, by=cast.omar)
    return found


@pytest.fixture
def desk(draft, cast) -> Desk:
    return grouped(draft, cast)


def assign(desk, **groups):
    """Assign people by name to the group named; "" for none."""
    people = {getattr(desk.cast, name): group for name, group in groups.items()}
    wanted = {user.pk: group for user, group in people.items()}
    return assign_raters(desk.channel("supervisors"), people, groups=wanted, by=desk.omar)


def placed() -> dict[str, str]:
    return dict(Rater.objects.values_list("user__username", "group"))


def test_each_rater_stands_in_the_group_that_was_chosen(desk):
    assign(desk, sun="deputies", rui="firms")

    assert placed() == {"sun": "deputies", "rui": "firms"}


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({"sun": "deputies", "rui": ""}, "Rui: without a group"),
        ({"sun": "deputies", "rui": "kings"}, "“kings” is not one of the rules"),
    ],
)
def test_nobody_is_assigned_without_a_group_or_to_an_unknown_one(desk, groups, said):
    with pytest.raises(DomainError, match=said) as caught:
        assign(desk, **groups)

    assert caught.value.field == "users"
    assert placed() == {}


def test_a_channel_without_groups_takes_none(desk):
    panel = desk.channel("panel")

    with pytest.raises(DomainError, match="is not one of the rules"):
        assign_raters(panel, [desk.cast.pan], groups={desk.cast.pan.pk: "firms"}, by=desk.omar)


def test_before_the_stage_opens_a_rater_may_change_and_keeps_the_number(desk):
    assign(desk, sun="deputies", rui="firms")
    numbers = dict(Rater.objects.values_list("user__username", "pseudonym"))
    assign(desk, sun="firms", rui="deputies")

    assert placed() == {"sun": "firms", "rui": "deputies"}
    assert dict(Rater.objects.values_list("user__username", "pseudonym")) == numbers


def test_on_an_open_stage_people_are_added_and_nobody_is_moved(desk, supervisors):
    assign(desk, sun="deputies", rui="firms")
    desk.open("social")
    channel, [late] = desk.channel("supervisors"), supervisors(1)
    people = [desk.cast.sun, desk.cast.rui, late]

    with pytest.raises(DomainError, match="Sun: the stage is open, so nobody changes"):
        assign(desk, sun="firms", rui="firms")
    assign_raters(channel, people, groups={late.pk: "firms"}, by=desk.omar)
    assert placed() == {"sun": "deputies", "rui": "firms", "watch00": "firms"}


def test_a_stage_waits_for_every_group_where_the_rules_do(desk, supervisors):
    users = supervisors(2)
    everybody_a_deputy = {user.pk: "deputies" for user in users}
    assign_raters(desk.channel("supervisors"), users, groups=everybody_a_deputy, by=desk.omar)

    with pytest.raises(DomainError, match="the group “Firms” has 0 raters, the rules require at least 1"):
        desk.open("social")
    told = [task for task in tasks_of_round(desk.round) if "1 group has fewer raters" in str(task.title)]
    assert [str(task.detail) for task in told] == ["Firms 0 of 1."]
    assert told[0].blocks
    assert not any("Open the stage" in str(task.title) for task in tasks_of_round(desk.round))


def test_raters_read_on_their_desk_in_which_group_they_rate(desk, cast):
    assign(desk, sun="deputies", rui="firms")
    desk.open("social")

    text = english(cast.sun).get(reverse("evaluation:desk-list", args=PLACE)).content.decode()
    assert "You rate in the group “Deputies”." in text
    assert "Firms" not in text


def test_where_the_others_carry_its_weight_a_small_group_is_told_and_holds_nothing_up(draft, cast):
    desk = grouped(draft, cast, group_missing="renormalise")
    assign(desk, sun="deputies", rui="deputies")

    told = [task for task in tasks_of_round(desk.round) if "1 group has fewer raters" in str(task.title)]
    assert [bool(task.blocks) for task in told] == [False]
    assert any("Open the stage" in str(task.title) for task in tasks_of_round(desk.round))
    desk.open("social")
    assert [count.group.key for count in short_groups(desk.channel("supervisors"))] == ["firms"]
    board = english(cast.omar).get(reverse("evaluation:round-board", args=["2031-small"])).content.decode()
    assert "1 group has fewer raters than forms are asked of it" in board


def test_forms_enter_the_bundle_with_the_group_of_their_rater(desk):
    assign(desk, sun="deputies", rui="firms")
    desk.open("social")
    for user in (desk.cast.sun, desk.cast.rui):
        desk.fill_and_sign(user, name="30", standard="50")

    rows = [row for row in gather(desk.round, "social").forms if row.channel == "supervisors"]
    assert {(row.rater, row.group) for row in rows} == {("S01", "deputies"), ("S02", "firms")}
    assert {row.state for row in rows if row.group == "firms"} == {"", "recused"}


def test_the_page_assigns_one_by_one_or_all_who_are_left_at_once(desk, cast):
    client, page = client_of(cast.omar), {"users": [cast.sun.pk, cast.rui.pk]}

    shown = client.get(ASSIGN).content.decode()
    assert "人大代表" in shown
    refused = client.post(ASSIGN, page | {f"group-{cast.sun.pk}": "deputies"})
    assert "没有分组" in refused.content.decode()
    assert f'value="{cast.sun.pk}"' in refused.content.decode()
    assert placed() == {}
    client.post(ASSIGN, page | {f"group-{cast.sun.pk}": "deputies", "others": "firms"})
    assert placed() == {"sun": "deputies", "rui": "firms"}


def test_the_page_refuses_a_group_that_the_rules_do_not_know(desk, cast):
    page = {"users": [cast.sun.pk], "others": "kings", f"group-{cast.sun.pk}": "queens"}

    answer = english(cast.omar).post(ASSIGN, page)
    assert answer.status_code == 200
    assert "“queens” cannot be chosen" in answer.content.decode()
    assert placed() == {}


def test_the_list_counts_each_group_beside_its_least_number_and_narrows_by_it(desk, cast):
    assign(desk, sun="deputies", rui="deputies")
    client = english(cast.omar)

    text = client.get(LIST).content.decode()
    assert "Groups of raters" in text
    assert "too few" in text
    assert ">Sun</a>" in client.get(f"{LIST}?group=deputies").content.decode()
    assert ">Sun</a>" not in client.get(f"{LIST}?group=firms").content.decode()


def test_the_printed_sheet_names_the_group(desk):
    first, _second = assign(desk, sun="deputies", rui="firms")

    data = sheets_data(desk.channel("supervisors"), [first], named=False)
    assert data["raters"][0]["group"] == "人大代表"


@pytest.mark.parametrize("name", ["alice", "sun", "sec", "ada"])
def test_who_does_not_assign_sees_no_groups(desk, cast, name):
    assign(desk, sun="deputies", rui="firms")

    assert client_of(getattr(cast, name)).get(LIST).status_code == 403
    assert client_of(getattr(cast, name)).post(ASSIGN, {}).status_code == 403


def test_an_amended_least_number_is_asked_of_the_group_at_once(desk):
    figures = {"channel.supervisors.groups.firms.min_valid": "2"}
    amendment = propose_amendment(desk.round, figures, reason="企业代表人数增加一名", by=desk.omar)
    confirm_amendment(amendment, by=desk.cast.sec)

    assert [group.min_valid for group in desk.channel("supervisors").rater_groups] == [1, 2]

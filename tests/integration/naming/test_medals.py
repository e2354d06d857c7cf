"""Medals of whoever the committee adds, and of whoever moves up: the place's, or what the committee states."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Round
from brandportal.kit.errors import DomainError, InputErrors
from brandportal.rulebook import canonical
from naming.models import Designation, Succession
from naming.selectors.meetings import record_of
from naming.selectors.minutes import minutes_text
from naming.selectors.notices import listed_in
from naming.selectors.succession import ways_of
from naming.selectors.supplement import supplement_text
from naming.services import (
    Line,
    close_notice,
    designate,
    draw_up_proposal,
    file_objection,
    prepare_notice,
    publish_notice,
    settle_objection,
)
from tests.cast import client_of
from tests.committee import DURING, NO, PUBLISHED, YES, record, resolve
from tests.integration.naming.test_succession import LATEST, WORD

pytestmark = pytest.mark.django_db
MEDALS = [
    {"key": "gold", "title": {"zh": "金奖", "en": "Gold"}, "seats": "1"},
    {"key": "silver", "title": {"zh": "银奖", "en": "Silver"}, "seats": "2"},
]
GIVEN = (("A001", "gold"), ("A002", "silver"), ("A003", "silver"), ("A004", None), ("A005", None))
WHY = "会议认为应当作此调整并予说明"


@pytest.fixture
def proposal(ranked, tally, cast):
    """Five ranked one by one: a gold, two silvers, two without a seat."""
    document = json.loads(ranked.rules) | {"select": {"mode": "medals", "medals": MEDALS}}
    Round.objects.filter(pk=ranked.pk).update(rules=canonical(document))
    for code in ("A004", "A005"):
        one = Application.objects.get(code="A003")
        one.pk, one.code, one.brand_name = None, code, f"品牌{code}"
        one.save(force_insert=True)
    result = json.loads(tally.result)
    result["selection"] = [
        {
            "entry": code,
            "rank": rank,
            "total": {"exact": "0/1", "printed": f"{95 - rank}.00"},
            "outcome": "awarded" if medal else "not_awarded",
            "level": medal,
            "reasons": [] if medal else ["no_seat"],
        }
        for rank, (code, medal) in enumerate(GIVEN, start=1)
    ]
    tally.result = canonical(result)
    tally.save()
    tally.round.refresh_from_db()
    return draw_up_proposal(tally.round, tally, by=cast.omar)


def lines(*placed: str, **changes) -> list[Line]:
    """The brands named in their order, all others left out."""
    left = [code for code, _medal in GIVEN if code not in placed]
    levels = changes.get("levels", {})
    return [
        *(Line(code, place, YES, WHY, levels.get(code, "")) for place, code in enumerate(placed, start=1)),
        *(Line(code, None, NO, WHY) for code in left),
    ]


def medals_of(meeting) -> dict[str, str]:
    return {line.item.application.code: line.level for line in record_of(meeting).lines if line.level}


def refused(proposal, cast, *placed, **levels) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        record(proposal, cast, lines(*placed, levels=levels))
    return [one.field for one in caught.value.errors if one.code == "level"]


def noticed(proposal, cast, *placed, **levels):
    resolve(proposal, lines(*placed, levels=levels), cast)
    notice = prepare_notice(proposal.round, number="公示3号", first_day=PUBLISHED.date(), by=cast.omar)
    return publish_notice(notice, by=cast.omar, at=PUBLISHED)


def move_up(notice, cast, code: str, **facts):
    filed = file_objection(notice, Application.objects.get(code=code), text="事实", at=DURING)
    said = {"upheld": True, "finding": "经查属实", "effect": "move_up", "committee_word": WORD}
    return settle_objection(filed, **(said | facts), by=cast.omar, at=DURING)


def test_whoever_comes_in_behind_the_others_bears_the_medal_of_the_place(proposal, cast):
    meeting = record(proposal, cast, lines("A001", "A002", "A004"))

    assert medals_of(meeting) == {"A001": "gold", "A002": "silver", "A004": "silver"}
    table = next(block.table for block in minutes_text(record_of(meeting)).blocks if block.table)
    assert (table.header[-1], [row[-1] for row in table.rows]) == ("等次", ["金奖", "银奖", "—", "银奖", "—"])
    page = client_of(cast.sec).get(meeting.get_absolute_url()).content.decode()
    assert page.count("银奖") == 2


def test_where_a_better_medal_is_free_the_committee_states_it(proposal, cast):
    assert refused(proposal, cast, "A002", "A003", "A004") == ["level-A004"]
    # Behind the silvers nobody has gold, and of silver there are two.
    assert "level-A004" in refused(proposal, cast, "A002", "A003", "A004", A004="gold")
    assert None in refused(proposal, cast, "A002", "A003", "A004", A004="silver")

    meeting = record(proposal, cast, lines("A002", "A003", "A004", levels={"A002": "gold", "A004": "silver"}))

    assert medals_of(meeting) == {"A002": "gold", "A003": "silver", "A004": "silver"}


def test_an_unknown_medal_and_one_without_a_reason_are_refused(proposal, cast):
    assert "level-A004" in refused(proposal, cast, "A001", "A002", "A004", A004="platinum")
    said = [
        Line("A001", 1, YES, "", "silver"),
        *(Line(code, place, YES) for place, code in enumerate(("A002", "A003"), start=2)),
        *(Line(code, None, None) for code in ("A004", "A005")),
    ]
    with pytest.raises(InputErrors) as caught:
        record(proposal, cast, said)
    assert "reason-A001" in [one.field for one in caught.value.errors]


def test_the_form_takes_the_medal_and_gives_it_back(proposal, cast):
    url = reverse("naming:meeting-edit", args=[proposal.round.code])
    page = client_of(cast.sec).get(url)

    assert page.context["form"]["level-A001"].value() == "gold"
    assert "金奖" in page.content.decode()
    again = client_of(cast.sec).post(url, {"level-A004": "silver", "go": "members"}, follow=True)
    assert again.context["form"]["level-A004"].value() == "silver"


def test_a_gold_left_out_shifts_no_medal_and_the_papers_say_so(proposal, cast):
    meeting = record(proposal, cast, lines("A002", "A003"))
    form = client_of(cast.sec).get(proposal.get_absolute_url()).content.decode()
    page = client_of(cast.sec).get(meeting.get_absolute_url()).content.decode()

    assert medals_of(meeting) == {"A002": "silver", "A003": "silver"}
    assert "空缺：金奖1个。名单中其他品牌的等次不因此变动。" in [
        block.text for block in minutes_text(record_of(meeting)).blocks
    ]
    assert "金奖（1个）" in page
    # As the result has it, nothing is free.
    assert "不自动递补" in form
    assert "金奖（1个）" not in form


def test_notice_list_and_certificate_tell_the_medal_of_who_was_added(proposal, cast):
    notice = noticed(proposal, cast, "A001", "A002", "A004")

    assert [one.level for one in listed_in(notice)] == ["金奖", "银奖", "银奖"]
    close_notice(notice, by=cast.omar, at=LATEST)
    designate(proposal.round, document_number="31号", by=cast.omar, at=LATEST)
    added = Designation.objects.get(application__code="A004")
    assert (added.level_zh, added.level_en, added.level_rank) == ("银奖", "Silver", 2)


def test_who_moves_up_bears_the_medal_of_the_last_place(proposal, cast):
    notice = noticed(proposal, cast, "A001", "A002", "A003")

    move_up(notice, cast, "A003")

    assert Succession.objects.get().level == "silver"
    text = " ".join(block.text for block in supplement_text(notice, DURING.date()).blocks)
    assert "品牌A004”，等次为银奖，现予公示" in text
    assert "银奖" in Client().get(notice.get_absolute_url()).content.decode().split("品牌A004")[-1]
    close_notice(notice, by=cast.omar, at=LATEST)
    designate(proposal.round, document_number="31号", by=cast.omar, at=LATEST)
    assert Designation.objects.get(application__code="A004").level_zh == "银奖"


def test_for_a_struck_gold_the_committee_names_the_medal_of_who_moves_up(proposal, cast):
    notice = noticed(proposal, cast, "A001", "A002", "A003")

    with pytest.raises(DomainError) as caught:
        move_up(notice, cast, "A001")
    assert caught.value.field == "level"
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    fields = client_of(cast.omar).get(filed.get_absolute_url()).context["form"].fields
    assert [key for key, _title in fields["level"].choices] == ["", "gold"]
    assert ways_of(filed).borne == "金奖"
    move_up(notice, cast, "A001", level="gold")
    assert Succession.objects.get().level == "gold"

"""Who is kept in reserve, with the order: on the preliminary list, in the record and its form, in the minutes."""

import io
import json

import pytest
from django.urls import reverse
from docx import Document

from brandportal.rulebook import canonical
from naming.selectors.meetings import record_of
from naming.selectors.minutes import minutes_text
from naming.selectors.reserve import reserve_of
from naming.services import Line, draw_up_proposal
from tests.cast import client_of
from tests.committee import AS_RANKED, NO, YES, record

pytestmark = pytest.mark.django_db
TOLD = "候补第1位：“档案为民”（市档案局），计分第3名，总分88.00。"


@pytest.fixture
def proposal(ranked, tally, cast):
    """The third of three is kept in reserve."""
    result = json.loads(tally.result)
    result["selection"][2]["outcome"] = "reserve"
    tally.result = canonical(result)
    tally.save()
    return draw_up_proposal(ranked, tally, by=cast.omar)


def test_the_preliminary_list_and_the_form_show_the_reserve(proposal, cast):
    code = proposal.round.code
    for person, name in ((cast.omar, "proposal-detail"), (cast.sec, "meeting-edit")):
        page = client_of(person).get(reverse(f"naming:{name}", args=[code]))
        assert [(one.place, one.item.application.code) for one in page.context["reserve"]] == [(1, "A003")]
        assert "候补第 1 位" in page.content.decode()


def test_record_and_minutes_say_who_is_in_reserve(proposal, cast):
    meeting = record(proposal, cast, AS_RANKED)

    assert "候补第 1 位" in client_of(cast.sec).get(meeting.get_absolute_url()).content.decode()
    assert TOLD in [block.text for block in minutes_text(record_of(meeting)).blocks]
    paper = client_of(cast.sec).get(reverse("naming:minutes-docx", args=[proposal.round.code]))
    assert TOLD in [one.text for one in Document(io.BytesIO(paper.content)).paragraphs]


def test_whom_the_committee_put_on_the_list_is_no_longer_in_reserve(proposal, cast):
    lines = (
        AS_RANKED[0],
        Line("A002", None, NO, "存在投诉尚未办结，经研究不予列入"),
        Line("A003", 2, YES, "会议认为该品牌应当列入名单"),
    )
    meeting = record(proposal, cast, lines)

    assert record_of(meeting).reserve == []
    assert "候补名单" not in " ".join(block.text for block in minutes_text(record_of(meeting)).blocks)


def test_equal_ranks_share_a_place_of_the_reserve(proposal):
    items = list(proposal.items.select_related("application"))
    result = json.loads(proposal.tally.result)
    for row in result["selection"]:
        row["outcome"] = "reserve"
    proposal.tally.result = canonical(result)
    items[1].computed_rank = 1

    assert [one.place for one in reserve_of(proposal, items)] == [1, 1, 3]

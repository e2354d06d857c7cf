"""Every scheme goes on from its adopted result to the public list, whatever it selects by."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Round
from naming.models import Designation
from naming.selectors.papers import decision_text
from naming.services import Line, close_notice, designate, draw_up_proposal, prepare_notice, publish_notice
from tests.cast import client_of
from tests.committee import AFTER, MET, PUBLISHED, YES, resolve
from tests.journey import OFFERED, Journey

pytestmark = pytest.mark.django_db
PAGES = ("naming:list-detail", "naming:notice-detail", "applications:round-detail", "evaluation:recompute")
FINAL = {"eliminated", "designated", "not_selected"}
DESK = ("naming:proposal-detail", "naming:meeting-detail")


def named(cast, key: str) -> Round:
    """A round of the scheme whose committee follows the proposal, up to its public list."""
    journey = Journey(cast, key)
    tally = journey.run_all()
    proposal = draw_up_proposal(journey.road.round, tally, by=cast.omar, at=MET)
    lines = [
        Line(one.application.code, one.position if one.included else None, YES if one.included else None)
        for one in proposal.items.select_related("application")
    ]
    resolve(proposal, lines, cast)
    round = Round.objects.get(pk=journey.road.round.pk)
    notice = prepare_notice(round, number="公示3号", first_day=PUBLISHED.date(), by=cast.omar)
    publish_notice(notice, by=cast.omar, at=PUBLISHED)
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(Round.objects.get(pk=round.pk), document_number="21号", by=cast.omar, at=AFTER)
    return Round.objects.get(pk=round.pk)


@pytest.mark.parametrize("key", OFFERED)
def test_its_winners_stand_on_the_public_list(cast, key):
    round = named(cast, key)
    chosen = list(Designation.objects.filter(round=round).select_related("brand").order_by("position"))

    assert chosen
    notice = Client().get(reverse("naming:notice-detail", args=[round.code])).content.decode()
    channels = "、".join(
        round.channels.order_by("stage__position", "position").values_list("title_zh", flat=True)
    )
    assert f"经单位申报、{channels}、计分汇总" in notice
    decided = decision_text(round.naming_list).blocks[0].text
    assert f"经单位申报、形式审查、{channels}、计分汇总和审定" in decided
    assert all(one.level_zh in notice for one in chosen)
    assert set(round.applications.values_list("status", flat=True)) <= FINAL
    for language in ("zh-hans", "en"):
        client = Client()
        client.cookies["django_language"] = language
        shown = client.get(reverse("naming:list-detail", args=[round.code])).content.decode()
        assert all(one.brand_name in shown and one.number in shown and one.level in shown for one in chosen)
        for name in PAGES:
            answer = client.get(reverse(name, args=[round.code]))
            assert answer.status_code in {200, 404}, name
            assert "None" not in answer.content.decode(), name
        for one in chosen:
            answer = client.get(one.get_absolute_url())
            assert answer.status_code == 200
            assert "None" not in answer.content.decode()
    for name in DESK:
        answer = client_of(cast.omar).get(reverse(name, args=[round.code]))
        assert answer.status_code == 200
        assert "None" not in answer.content.decode()
        assert "不超过 0 个" not in answer.content.decode()

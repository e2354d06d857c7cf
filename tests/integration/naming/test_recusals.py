"""Who is recused from one entry reads neither the preliminary list nor the committee's record before the notice."""

import pytest
from django.urls import reverse

from applications.models import Round
from brandportal.kit import clock
from brandportal.kit.home import tasks_for
from evaluation.models import Recusal
from tests.cast import client_of
from tests.committee import AS_RANKED, record

NAMES = ("proposal-detail", "meeting-detail", "meeting-confirm")


@pytest.fixture
def recorded(proposal, cast):
    record(proposal, cast, AS_RANKED)
    return proposal.round


def recuse(round, user):
    Recusal.objects.create(
        round=round,
        user=user,
        application=round.applications.first(),
        reason="亲属",
        decided_at=clock.now(),
    )


def answers(user, round):
    client = client_of(user)
    return {name: client.get(reverse(f"naming:{name}", args=[round.code])).status_code for name in NAMES}


def awaits(user):
    return [task.url for task in tasks_for(user) if "/meetings/" in task.url]


def test_a_recused_chair_leaves_it_to_the_organizer(recorded, cast):
    assert set(answers(cast.chen, recorded).values()) == {200}
    assert awaits(cast.chen)
    recuse(recorded, cast.chen)

    assert set(answers(cast.chen, recorded).values()) == {404}
    assert awaits(cast.chen) == []
    assert awaits(cast.omar)


def test_what_is_on_notice_is_open_to_all_who_read_it(recorded, cast):
    recuse(recorded, cast.chen)
    Round.objects.update(status="notice")

    assert answers(cast.chen, recorded)["proposal-detail"] == 200

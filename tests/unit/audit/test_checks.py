"""The auditor's check of the trail."""

import pytest
from django.urls import reverse

from brandportal.audit.models import AuditEvent, TrailCheck
from brandportal.audit.services import check_trail, record
from brandportal.kit.home import tasks_for
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def _awaits_check(user):
    return any(task.url == reverse("audit:check-list") for task in tasks_for(user))


def test_a_check_keeps_how_far_it_went_and_the_digest(cast):
    record("create_unit", cast.alice.unit, by=cast.ada)
    head = AuditEvent.objects.order_by("-seq").first()
    check = check_trail(by=cast.audrey)
    assert (check.events, check.head, check.fault) == (head.seq, head.hash, "")
    assert AuditEvent.objects.order_by("-seq").first().event == "check_trail"


def test_the_auditor_is_asked_until_the_trail_is_checked(cast):
    record("create_unit", cast.alice.unit, by=cast.ada)
    assert _awaits_check(cast.audrey)
    assert not _awaits_check(cast.ada)
    answer = client_of(cast.audrey).post(reverse("audit:check-list"), follow=True)
    assert answer.status_code == 200
    assert TrailCheck.objects.count() == 1
    assert not _awaits_check(cast.audrey)


def test_others_look_but_do_not_check(cast):
    assert client_of(cast.ada).get(reverse("audit:check-list")).status_code == 200
    assert client_of(cast.ada).post(reverse("audit:check-list")).status_code == 403
    assert client_of(cast.omar).get(reverse("audit:check-list")).status_code == 403
    assert not TrailCheck.objects.exists()

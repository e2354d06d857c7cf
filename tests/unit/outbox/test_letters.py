"""Letters: who reads them, who confirms them, and that one confirmation is all there is."""

import pytest
from django.core import mail
from django.urls import reverse

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import NotAllowed
from brandportal.kit.home import tasks_for
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.models import Message
from brandportal.outbox.services import (
    acknowledge_message,
    post_message,
    post_messages,
    release_message,
    release_waiting,
)
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast):
    message = post_message(cast.alice, "评选启动", "请在截止日前申报。", kind="test")
    return release_message(message, by=cast.omar)


def test_a_letter_is_a_task_until_it_is_confirmed(cast, letter):
    assert letter.subject in [task.title for task in tasks_for(cast.alice)]
    client_of(cast.alice).post(reverse("outbox:letter-acknowledge", args=[letter.code]))
    assert letter.subject not in [task.title for task in tasks_for(cast.alice)]
    assert letter.subject not in [task.title for task in tasks_for(cast.bob)]


def test_a_second_confirmation_changes_nothing(cast, letter):
    first = acknowledge_message(letter, by=cast.alice).read_at
    acknowledge_message(letter, by=cast.alice)
    letter.refresh_from_db()
    assert letter.read_at == first
    assert AuditEvent.objects.filter(event="acknowledge_message").count() == 1


def test_only_the_addressee_reads_and_confirms(cast, letter):
    for name in ("letter-detail", "letter-acknowledge"):
        url = reverse(f"outbox:{name}", args=[letter.code])
        answer = (
            client_of(cast.mallory).post(url) if "acknowledge" in name else client_of(cast.mallory).get(url)
        )
        assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        acknowledge_message(letter, by=cast.mallory)


def test_what_was_not_sent_is_no_letter_yet(cast):
    waiting = post_message(cast.alice, "草稿", "尚未发出", kind="test")
    assert client_of(cast.alice).get(reverse("outbox:letter-detail", args=[waiting.code])).status_code == 404
    assert "草稿" not in [task.title for task in tasks_for(cast.alice)]


def test_reading_the_page_is_not_yet_a_confirmation(cast, letter):
    page = client_of(cast.alice).get(reverse("outbox:letter-detail", args=[letter.code]))
    letter.refresh_from_db()
    assert page.status_code == 200
    assert letter.read_at is None


def test_all_waiting_messages_leave_together(cast):
    post_messages([cast.alice, cast.bob, "clerk@example.invalid"], "通知", "内容", kind="test")
    page = client_of(cast.omar).get(reverse("outbox:message-release-all"))
    assert "通知" in page.content.decode()
    client_of(cast.omar).post(reverse("outbox:message-release-all"))
    assert not Message.objects.filter(status=MessageStatus.WAITING).exists()
    assert len(mail.outbox) == 3


def test_a_person_without_an_address_reads_it_in_the_portal(cast):
    cast.alice.email = ""
    cast.alice.save(update_fields=["email"])
    post_message(cast.alice, "通知", "内容", kind="test")
    assert release_waiting(by=cast.omar) == (1, [])
    assert not mail.outbox
    assert Message.objects.letters_of(cast.alice).count() == 1


def test_who_may_not_send_does_not_send_all(cast):
    post_message(cast.alice, "通知", "内容", kind="test")
    assert client_of(cast.audrey).post(reverse("outbox:message-release-all")).status_code == 403
    assert Message.objects.filter(status=MessageStatus.WAITING).count() == 1


def test_many_letters_are_named_one_by_one_only_at_first(cast):
    for number in range(5):
        release_message(post_message(cast.alice, f"通知{number}", "内容", kind="test"), by=cast.omar)
    titles = [str(task.title) for task in tasks_for(cast.alice) if "outbox" in task.url]
    assert len(titles) == 4

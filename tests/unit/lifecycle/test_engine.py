"""The engine of the state machines, shown on the table of the messages."""

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.lifecycle import Lifecycle, Transition, engine
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.lifecycle import MESSAGE
from brandportal.outbox.models import Message
from brandportal.outbox.services import post_message

pytestmark = pytest.mark.django_db


def never(obj, user) -> str:
    return "not today"


@pytest.fixture
def message(cast):
    return post_message(cast.alice, "退回补正", "请补正三处。", kind="return")


@pytest.fixture
def guarded():
    row = Transition(
        "release",
        ("waiting",),
        "sent",
        "outbox.release_message",
        "Send",
        guards=(never,),
    )
    before = dict(engine._registry)
    yield Lifecycle("message", Message, (row,))
    engine._registry.clear()
    engine._registry.update(before)


def test_a_deed_changes_the_state_once_and_leaves_its_trace(message, cast):
    MESSAGE.advance(message, "release", by=cast.omar)

    assert Message.objects.get().status == MessageStatus.SENT
    event = AuditEvent.objects.get(event="release_message")
    assert (event.actor, '"from":"waiting"' in event.body) == (cast.omar, True)


def test_a_stale_twin_is_refused(message, cast):
    twin = Message.objects.get()
    MESSAGE.advance(message, "release", by=cast.omar)

    with pytest.raises(StaleState):
        MESSAGE.advance(twin, "release", by=cast.omar)


def test_who_lacks_the_verb_is_refused(message, cast):
    with pytest.raises(NotAllowed):
        MESSAGE.advance(message, "release", by=cast.alice)

    assert Message.objects.get().status == MessageStatus.WAITING


def test_a_guard_says_why_and_holds_for_the_system_too(message, cast, guarded):
    assert guarded.why_not(message, "release", cast.omar) == "not today"
    assert [offer.why for offer in guarded.offers(message, cast.omar)] == ["not today"]
    with pytest.raises(DomainError, match="not today"):
        guarded.advance(message, "release", by=None)


def test_offers_are_the_deeds_of_this_state_and_this_person(message, cast):
    assert [offer.action for offer in MESSAGE.offers(message, cast.omar)] == ["release"]
    assert MESSAGE.offers(message, cast.alice) == []

"""The organizer lets the messages go, their readers confirm them, but for the latest; the auditor checks the trail."""

from datetime import timedelta

from django.conf import settings

from brandportal.audit import services as audit
from brandportal.kit import clock
from brandportal.outbox.models import Message
from brandportal.outbox.services import acknowledge_message, release_message
from demo.scene import Scene
from demo.stages import TODAY, Goal

# A demonstration's letters never reach a mail server.
HARMLESS = ("filebased", "locmem", "dummy")
LEFT_WAITING = 5
NEWEST = "stage-opened"


def release_letters(scene: Scene) -> None:
    """Send this round's messages; while the round runs the latest stay for visitors to look at."""
    if settings.EMAIL_BACKEND.split(".")[-2] not in HARMLESS:
        return
    waiting = Message.objects.filter(pk__gt=scene.last_letter).order_by("-created_at", "-pk")
    sent = waiting[0 if scene.goal == Goal.NAMED else LEFT_WAITING :]
    for message in sent.select_related("to_user"):
        release_message(message, by=scene.house.organizer, at=message.created_at)
        if message.to_user and not _left_unread(scene, message):
            acknowledge_message(message, by=message.to_user, at=message.created_at + timedelta(hours=3))


def _left_unread(scene: Scene, message: Message) -> bool:
    """In a running round the letters of the present stage still lie on the desks."""
    return scene.goal != Goal.NAMED and message.kind == NEWEST


def check_trail(scene: Scene) -> None:
    """At the end of a round the auditor checks the trail; while one runs that is still to be done."""
    if scene.goal == Goal.NAMED:
        audit.check_trail(
            by=scene.house.people["auditor"], at=clock.end_of(scene.days.day(TODAY[Goal.NAMED]))
        )

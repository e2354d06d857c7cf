"""A broker of each kind, and a round whose first stage waits for its tally."""

import subprocess
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from celery import Task
from django.conf import settings
from kombu import Connection

from brandportal.celery import app
from evaluation.models import BoxCount
from evaluation.services.boxes import sign_box
from evaluation.services.stages import close_stage
from tests.integration.evaluation.conftest import AT, desk, draft, rated
from tests.services.redis import redis_server
from tests.services.worker import task_worker

__all__ = ["desk", "draft", "rated"]


@dataclass
class Broker:
    """One queue, seen from the side of the web process, and the one worker that listens on it."""

    redis_url: str
    staff: ExitStack
    at_work: "subprocess.Popen[bytes] | None" = None

    def send(self, task: Task, *arguments: object) -> None:
        options = {} if self.redis_url else settings.CELERY_BROKER_TRANSPORT_OPTIONS
        with Connection(self.redis_url or "filesystem://", transport_options=options) as connection:
            task.apply_async(arguments, connection=connection)

    def worker(self) -> "subprocess.Popen[bytes]":
        """The worker that is ready: the one of the test before, or where none lives a new one."""
        if self.at_work is None or self.at_work.poll() is not None:
            self.at_work = self.staff.enter_context(task_worker(redis_url=self.redis_url))
        return self.at_work


@pytest.fixture(scope="module", params=["filesystem", "redis"])
def _queue(request, django_db_setup):
    with ExitStack() as staff:
        url = "" if request.param == "filesystem" else staff.enter_context(redis_server())
        yield Broker(url, staff)


@pytest.fixture
def broker(_queue, _tasks_run_at_once):
    app.conf.task_always_eager = False
    return _queue


@pytest.fixture
def closed(rated):
    """The first stage is closed: two supervisors have signed, nobody has voted."""
    for user in (rated.cast.sun, rated.cast.rui):
        rated.fill_and_sign(user, name="30", standard="50")
    close_stage(rated.stage("social"), by=rated.omar, at=AT)
    sign_box(BoxCount.objects.get(), by=rated.cast.audrey, at=AT)
    return rated

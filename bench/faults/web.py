"""The portal as gunicorn serves it in the runs; FAULTS_CONTROL names the one guard that is switched off."""

import os
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import connections  # noqa: E402  after the settings are chosen
from django.test import Client  # noqa: E402

from brandportal.kit.connections import ShortTransaction  # noqa: E402
from evaluation.models import Code  # noqa: E402
from evaluation.services import casting  # noqa: E402


def web() -> WSGIApplication:
    CONTROLS.get(os.environ.get("FAULTS_CONTROL", ""), lambda: None)()
    warm(os.environ["FAULTS_WARM"])
    return application


def warm(where: str) -> None:
    """Load templates, translations and addresses before the workers are forked; no connection may be shared."""
    Client(headers={"host": "127.0.0.1"}).post(where, {"code": "0", "receipt": "0"})
    connections.close_all()


def check_then_act() -> None:
    """NC1: look whether the code is good, then use it up, each statement on its own."""

    def take_code(_way: Any, code: str, paper: Any, at: datetime | None) -> str | None:
        good = Code.objects.filter(channel=paper.channel, application=paper.application)
        usable = good.filter(digest=code, used=False, revoked=False).exists()
        if not usable or casting.why_closed(paper, at):
            return None
        Code.objects.filter(digest=code).update(used=True)
        return ""

    _no_transaction()
    casting._take_code = take_code  # noqa: SLF001  the guard that is switched off


def acknowledge_first() -> None:
    """NC3: answer at once and store later, as a queue in memory does that is emptied ten times a second."""
    real = casting.cast_ballot

    def cast_later(paper: Any, code: str, answers: Any, receipt: str, **more: Any) -> str:
        threading.Timer(0.1, quietly, (real, paper, code, answers, receipt), more).start()
        return casting.tokens.show_receipt(casting.read_receipt(receipt, paper.round_code))

    casting.cast_ballot = cast_later


def quietly(cast: Callable[..., str], *what: Any, **more: Any) -> None:
    try:
        cast(*what, **more)
    except casting.DomainError:
        pass
    finally:
        connections.close_all()


def forget_receipts() -> None:
    """NC4b: a receipt that comes again is not known again."""
    casting._is_sent_again = lambda _receipt: False  # noqa: SLF001  the guard that is switched off


def no_shared_lock() -> None:
    """NC5: casting does not hold off the close. On SQLite the lock is the transaction that is alone."""
    casting.locking = lambda *_what, **_more: ""
    if connections["default"].vendor == "sqlite":
        _no_transaction()


def look_first() -> None:
    """NC10, with deferred transactions: one that reads before it writes. Casting itself writes first and would hold."""
    casting.locking = lambda *_what, **_more: Code.objects.filter(digest="").first() or ""


class EachAlone(ShortTransaction):
    """Every statement a transaction of its own: one immediate around all would make them safe on SQLite."""

    def __init__(self) -> None:
        super().__init__()
        self._block = nullcontext()

    def __exit__(self, *_exception: object) -> None:
        """Nothing is open."""


def _no_transaction() -> None:
    casting.ShortTransaction = EachAlone


CONTROLS = {
    "NC1": check_then_act,
    "NC3": acknowledge_first,
    "NC4b": forget_receipts,
    "NC5": no_shared_lock,
    "NC10": look_first,
}

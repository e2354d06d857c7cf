"""Deeds of the organizer during a run, one word a line on standard input, one JSON object a line as the answer.

ready: only answer · close: close the stage (in NC8 without mixing) and count the box at once, or say why it is refused ·
together: eight calls of one tally at the same moment
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402  after the settings are chosen

from bench.faults import counting_controls  # noqa: E402
from brandportal.kit.errors import DomainError  # noqa: E402
from evaluation.models import Stage, Tally  # noqa: E402
from evaluation.selectors.ballots import channels_in_box, is_mixed  # noqa: E402
from evaluation.selectors.bundle import gather  # noqa: E402
from evaluation.services import stages  # noqa: E402

CALLS = 8


def close() -> dict[str, Any]:
    if os.environ.get("FAULTS_CONTROL") == "NC8":
        stages.mix_ballots = lambda *_what, **_more: ""
    stage = Stage.objects.select_related("round").get(key="social")
    try:
        stages.close_stage(stage, by=None)
    except DomainError as error:
        return {"refused": str(error)}
    channels = {channel.key for channel in channels_in_box(stage)}
    forms = gather(stage.round, "social").forms
    counted = sum(row.count for row in forms if row.channel in channels)
    return {"counted": counted, "mixed": is_mixed(stage.round)}


def together() -> dict[str, Any]:
    run = counting_controls.install()
    tally = Tally.objects.get()
    with ThreadPoolExecutor(CALLS) as threads:
        list(threads.map(lambda _call: one_call(run, tally.pk), range(CALLS)))
    return {"calls": CALLS}


def one_call(run: Any, key: int) -> None:
    try:
        run(Tally.objects.select_related("round").get(pk=key))
    finally:
        connections.close_all()


def ready() -> dict[str, Any]:
    return {"vendor": connections["default"].vendor}


if __name__ == "__main__":
    for line in sys.stdin:
        deed = {"close": close, "together": together, "ready": ready}[line.strip()]
        print(json.dumps(deed()), flush=True)

"""Casting in one way to the database and back, for PostgreSQL, which takes several statements at a time.

Many voters at once wait for each other's turns more than for the work itself. What is not cast here, for whatever
reason, goes the way of services/casting.py, step by step, which also finds the reason.
"""

import secrets
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from evaluation.enums import StageStatus
from evaluation.selectors.stages import rated_status
from evaluation.services.mixing import BALLOT_LOCK
from evaluation.services.papers import Paper

# A statement of its own, before the other: in one with it the snapshot would be older than the wait for the lock.
LOCK = "SELECT pg_advisory_xact_lock_shared(%s, %s)"
UNUSED = "AND NOT code.used AND NOT code.revoked"
IS_OPEN = """EXISTS (
    SELECT 1 FROM evaluation_stage AS stage JOIN applications_round AS round ON round.id = stage.round_id
    WHERE stage.id = %s AND stage.status = %s AND COALESCE(%s, clock_timestamp()) < (
        1 + CASE WHEN stage.position = 1 THEN round.rating_closes ELSE round.review_closes END
    )::timestamp AT TIME ZONE %s)"""
IS_RATED = """(code.application_id IS NULL OR EXISTS (
    SELECT 1 FROM applications_application AS application
    WHERE application.id = %s AND application.round_id = code.round_id AND application.status = %s))"""
CAST = """{lock};
WITH taken AS (
    UPDATE evaluation_code AS code SET used = true
    WHERE code.digest = %s AND code.channel_id = %s AND code.application_id IS NOT DISTINCT FROM %s
    {unused} AND {is_open} AND {is_rated} RETURNING code.voter_group
)
INSERT INTO evaluation_ballot (id, round_id, channel_id, application_id, voter_group, answers, receipt_digest)
SELECT %s, %s, %s, %s, taken.voter_group, %s, %s FROM taken"""


def cast_at_once(paper: Paper, code: str, pattern: str, receipt: str, at: datetime | None) -> bool:
    """Return True when the code is used up and the ballot lies in the box, both committed; False decides nothing.

    `code` and `receipt` are digests. Raises IntegrityError when the receipt lies in the box already.
    """
    if connection.vendor != "postgresql":
        return False
    # The statement itself shows whether the connection still holds: one way there and back instead of two.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return _cast(paper, code, pattern, receipt, at)
    except (OperationalError, InterfaceError):
        # Whether it came to the commit nobody knows; the other way asks for the receipt on a connection that holds.
        connection.close_if_unusable_or_obsolete()
        return False


def _cast(paper: Paper, code: str, pattern: str, receipt: str, at: datetime | None) -> bool:
    channel = paper.channel
    on = paper.application.pk if paper.application else None
    stage: list[Any] = [channel.stage_id, StageStatus.OPEN, at, settings.TIME_ZONE]
    application = [on, rated_status(is_first=channel.stage.position == 1)]
    ballot: list[Any] = [secrets.token_hex(16), channel.round_id, channel.pk, on, pattern, receipt]
    statement = CAST.format(lock=LOCK, unused=UNUSED, is_open=IS_OPEN, is_rated=IS_RATED)
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [BALLOT_LOCK, channel.round_id, code, channel.pk, on, *stage, *application, *ballot]
        )
        return bool(cursor.rowcount == 1)

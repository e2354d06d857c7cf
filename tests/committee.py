"""What the tests of the road share: the committee's resolution, and days around the notice of 18 September 2026."""

from datetime import UTC, date, datetime

from naming.services import Resolved, record_resolution

PUBLISHED = datetime(2026, 9, 18, 1, tzinfo=UTC)
DURING, AFTER = datetime(2026, 9, 21, 4, tzinfo=UTC), datetime(2026, 9, 24, 16, 1, tzinfo=UTC)
AS_RANKED = [Resolved("A001", True, 1), Resolved("A002", True, 2), Resolved("A003", False)]


def resolve(proposal, lines, by):
    return record_resolution(
        proposal,
        lines,
        body="县委常委会",
        meeting_title="第17次会议",
        held_on=date(2026, 9, 16),
        minutes_number="〔2026〕17号",
        text="会议审定名单。",
        by=by,
    )

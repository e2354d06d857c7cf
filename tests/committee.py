"""What the tests of the road share: the committee's meeting and resolution, and days around the notice of 18 September
2026. The committee has nine members, seven of them there: five votes carry.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from naming.services import Line, Member, Minutes, confirm_meeting, record_meeting
from naming.voting import Votes

MET = datetime(2026, 9, 16, 8, tzinfo=UTC)
PUBLISHED = datetime(2026, 9, 18, 1, tzinfo=UTC)
DURING, AFTER = datetime(2026, 9, 21, 4, tzinfo=UTC), datetime(2026, 9, 24, 16, 1, tzinfo=UTC)
YES, NO = Votes(7, 0, 0), Votes(2, 4, 1)
MEMBERS = tuple(
    Member(name, present=name not in {"孙八", "郑十"})
    for name in ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "孙八", "郑十")
)
AS_RANKED = (Line("A001", 1, YES), Line("A002", 2, YES), Line("A003", None, None))
MINUTES = Minutes(
    body="县委常委会",
    title="第17次会议",
    held_on=date(2026, 9, 16),
    place="县委第一会议室",
    presider="赵一",
    minutes_number="〔2026〕17号",
    text="会议审定名单。",
    members=MEMBERS,
    lines=AS_RANKED,
)


def record(proposal, cast, lines=AS_RANKED, **changes):
    return record_meeting(proposal, replace(MINUTES, lines=tuple(lines), **changes), by=cast.sec, at=MET)


def resolve(proposal, lines, cast):
    """The secretary records, the organizer confirms."""
    return confirm_meeting(record(proposal, cast, lines), by=cast.omar, at=MET)

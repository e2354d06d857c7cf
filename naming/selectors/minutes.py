"""The minutes of the committee's meeting, written once for PDF and DOCX; always in Chinese."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from brandportal.documents.official import Block, OfficialText, Table, by_meaning, paragraphs
from brandportal.kit.display import date_text, fingerprint
from naming.enums import MeetingStatus
from naming.models import MeetingMember
from naming.selectors.divisions import division_in_papers
from naming.selectors.meetings import MeetingRecord, VotedItem
from naming.selectors.papers import fingerprint_line, honour_of

NUMERALS = "一二三四五六七八九"
HEADER = ("名次", "单位", "品牌", "总分", "赞成", "反对", "弃权", "基数", "位次", "等次")
WIDTHS = (1.1, 3.1, 3.3, 1.5, 1.1, 1.1, 1.1, 1.1, 1.1, 2.1)
CENTRED = (0, 3, 4, 5, 6, 7, 8, 9)
UNCONFIRMED = "本记录尚未经另一人确认，不作为审定依据"


@translation.override(settings.LANGUAGE_CODE)
def minutes_text(record: MeetingRecord) -> OfficialText:
    """Return the minutes: who was there, who was recused, each vote with its base, the deviations, the resolution."""
    meeting = record.meeting
    round = meeting.proposal.round
    is_confirmed = meeting.status == MeetingStatus.CONFIRMED
    return OfficialText(
        title=by_meaning(f"{meeting.title}审定{honour_of(round) or round.title_zh}名单"),
        head=f"{meeting.body}会议纪要",
        number=meeting.minutes_number,
        blocks=list(_blocks(record)),
        signers=(meeting.body,),
        dated=meeting.held_on,
        note="" if is_confirmed else UNCONFIRMED,
        foot=f"{fingerprint_line(round)}　会议记录指纹 {fingerprint(meeting.digest)}",
    )


def _blocks(record: MeetingRecord) -> Iterator[Block]:
    parts = [
        ("会议情况", list(_facts(record))),
        ("回避情况", list(_recusals(record))),
        ("表决情况", list(_votes(record))),
        ("名单与计分名次不一致的说明", list(_deviations(record))),
        ("候补名单", list(_reserve(record))),
        ("审定意见", paragraphs(record.meeting.text)),
    ]
    numerals = iter(NUMERALS)
    for title, blocks in parts:
        if blocks:
            yield Block("heading", f"{next(numerals)}、{title}")
            yield from blocks
    yield Block("paragraph", _signed(record))


def _facts(record: MeetingRecord) -> Iterator[Block]:
    meeting = record.meeting
    lines = [
        f"时间：{date_text(meeting.held_on)}。地点：{meeting.place}。主持：{meeting.presider}。",
        f"出席：{_names(record.present)}。",
        f"缺席：{_names(record.absent)}。" if record.absent else "",
        f"应到成员{len(record.members)}人，实到{len(record.present)}人，达到规定的到会人数{meeting.quorum}人。",
    ]
    return (Block("paragraph", line) for line in lines if line)


def _names(members: list[MeetingMember]) -> str:
    return "、".join(f"{one.name}（{one.post}）" if one.post else one.name for one in members)


def _recusals(record: MeetingRecord) -> Iterator[Block]:
    for line, one in record.recusals:
        brand = line.item.application.brand_name
        yield Block("paragraph", f"{one.member.name}回避“{brand}”的表决，原因：{one.reason}。")


def _votes(record: MeetingRecord) -> Iterator[Block]:
    meeting = record.meeting
    how = f"以{meeting.get_base_display()}为基数，{meeting.get_majority_display()}赞成为通过"
    yield Block("paragraph", f"会议对下列各项逐项表决，{how}；回避的成员不计入该项基数。名次为最终计分名次。")
    rows = [(*_row(line), record.title_of(line)) for line in record.lines]
    yield Block("table", table=_table(rows, with_level=bool(record.honours.ladder)))
    if record.unborne:
        free = "、".join(f"{title}{number}个" for title, number in record.unborne)
        yield Block("paragraph", f"空缺：{free}。名单中其他品牌的等次不因此变动。")


def _table(rows: list[tuple[str, ...]], *, with_level: bool) -> Table:
    """Without the last column, of levels, where the rules know none."""
    columns = len(HEADER) - (not with_level)
    cut = [row[:columns] for row in rows]
    return Table(HEADER[:columns], cut, WIDTHS[:columns], tuple(one for one in CENTRED if one < columns))


def _row(line: VotedItem) -> tuple[str, ...]:
    application = line.item.application
    division = division_in_papers(application.round, application)
    votes = (
        (line.votes.favour, line.votes.against, line.votes.abstain, line.base) if line.votes else ("—",) * 4
    )
    place = line.position or "—"
    facts = (
        line.item.computed_rank or "—",
        f"{application.unit.name_zh}（{division}）" if division else application.unit.name_zh,
        application.brand_name,
        line.item.total_printed,
    )
    return tuple(str(one) for one in (*facts, *votes, place))


def _deviations(record: MeetingRecord) -> Iterator[Block]:
    for line in record.lines:
        if line.reason:
            level = f"，等次为{record.title_of(line)}" if line.level else ""
            now = f"名单第{line.position}位{level}" if line.position else "未列入名单"
            brand, rank = line.item.application.brand_name, line.item.computed_rank
            counted = f"计分第{rank}名，" if rank else ""
            yield Block("paragraph", f"“{brand}”：{counted}{now}。理由：{line.reason}")


def _reserve(record: MeetingRecord) -> Iterator[Block]:
    for one in record.reserve:
        application = one.item.application
        division = division_in_papers(application.round, application)
        unit = f"{application.unit.name_zh}，{division}" if division else application.unit.name_zh
        ranked = f"计分第{one.item.computed_rank}名，总分{one.item.total_printed}"
        yield Block("paragraph", f"候补第{one.place}位：“{application.brand_name}”（{unit}），{ranked}。")


def _signed(record: MeetingRecord) -> str:
    meeting = record.meeting
    confirmed = f"　确认：{meeting.confirmed_by.name}" if meeting.confirmed_by else ""
    return f"记录：{meeting.recorded_by.name}{confirmed}"

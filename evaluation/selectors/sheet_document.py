"""Signed score sheets as they are printed (templates/documents/evaluation/sheets.typ): a page or more for each rater."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from brandportal.kit.display import date_text, fingerprint, local_date
from evaluation.enums import FormKind, SheetStatus
from evaluation.models import Channel, Criterion, Rater, ScoreSheet
from evaluation.selectors.sheet_words import (
    answer_title,
    full_marks_of,
    points_of,
    total_of,
)
from evaluation.selectors.whole_forms import rule_of

PRINTED = (SheetStatus.SIGNED, SheetStatus.RECUSED)
RECUSED = "回避"
UNREAD, OUTSIDE = "—", "不计入"


@translation.override(settings.LANGUAGE_CODE)
def sheets_data(channel: Channel, raters: Sequence[Rater], *, named: bool) -> dict[str, Any]:
    """Return the signed sheets of `raters` in `channel`; a rater's name only where `named`, their private notes never."""
    criteria = list(channel.criteria.all())
    round = channel.round
    last = channel.sheets.filter(rater__in=raters).aggregate(last=Max("signed_at"))["last"]
    return {
        "dated": local_date(last).isoformat() if last else "",
        "round": round.title_zh,
        "title": f"{channel.title}{'表' if channel.is_wide else '评分表'}",
        "criteria": [_head(one) for one in criteria],
        "sum": _ending(criteria, channel),
        "raters": [
            _rater(rater, _sheets(rater, channel), criteria, channel, named=named) for rater in raters
        ],
        "note": _note(criteria, channel),
        "named": named,
        "foot": f"评选规则指纹 {fingerprint(round.rules_fingerprint)}",
    }


def _sheets(rater: Rater, channel: Channel) -> list[ScoreSheet]:
    # One query for each rater: the sheets of all would be held in memory at once.
    sheets = rater.sheets.filter(status__in=PRINTED).select_related("application__unit")
    found = list(sheets.order_by("application__code"))
    # A ranking is read from the first place on.
    return sorted(found, key=_place) if channel.form == FormKind.RANKING else found


def _place(sheet: ScoreSheet) -> tuple[bool, int]:
    return sheet.is_recused or not sheet.answers, int(sheet.answers or 0)


def _told(sheets: Sequence[ScoreSheet], signed: int, channel: Channel) -> str:
    """How much was signed: sheets, or what one form over all entries holds."""
    if not channel.is_wide or not signed:
        return f"已签 {signed} 件"
    written = sum(bool(sheet.answers) for sheet in sheets if not sheet.is_recused)
    if not written:
        return "已签 空白表"
    return f"已签 选入 {written} 项" if channel.is_picks else f"已签 排名 {written} 项"


def _rater(
    rater: Rater,
    sheets: Sequence[ScoreSheet],
    criteria: Sequence[Criterion],
    channel: Channel,
    *,
    named: bool,
) -> dict[str, Any]:
    signed = [sheet.signed_at for sheet in sheets if sheet.signed_at]
    return {
        "number": rater.pseudonym,
        "group": channel.group_title(rater.group),
        "name": rater.user.name if named else "",
        "signed": date_text(max(signed), "time") if signed else "",
        "count": len(signed),
        "told": _told(sheets, len(signed), channel),
        "rows": [_row(sheet, criteria, channel) for sheet in sheets],
    }


def _head(criterion: Criterion) -> str:
    return f"{criterion.title}\n（{criterion.max}分）" if criterion.is_points else criterion.title


def _ending(criteria: Sequence[Criterion], channel: Channel) -> str:
    """What the last column holds; "" where a sheet has neither a sum nor a record that it comes from."""
    if full_marks_of(criteria):
        return "合计"
    return "依据" if channel.needs_source else ""


def _note(criteria: Sequence[Criterion], channel: Channel) -> str:
    """What becomes of sheets that reject, where the rules have a last answer on the whole; "" where not."""
    overall = rule_of(channel).overall
    if overall is None:
        return ""
    word = answer_title(criteria[-1], overall.reject)
    counted = "按0分计入" if overall.in_base else "不计入得分"
    return f"注：“{criteria[-1].title}”选择“{word}”的，其他各项不计分，该表{counted}。"


def _row(sheet: ScoreSheet, criteria: Sequence[Criterion], channel: Channel) -> list[str]:
    application = sheet.application
    facts = [application.code, application.brand_name, application.unit.name_zh]
    if sheet.is_recused:
        return [*facts, *[RECUSED] * (len(criteria) + bool(_ending(criteria, channel)))]
    lines = zip(criteria, sheet.values, strict=True)
    values = [answer_title(line, value) if line.choices else value for line, value in lines]
    if sheet.rejects:
        values[:-1] = [UNREAD] * len(values[:-1])
    if not _ending(criteria, channel):
        return [*facts, *values]
    return [*facts, *values, _sum(sheet, criteria, channel) if full_marks_of(criteria) else sheet.source]


def _sum(sheet: ScoreSheet, criteria: Sequence[Criterion], channel: Channel) -> str:
    if not sheet.rejects:
        return total_of(points_of(criteria, sheet.values))
    overall = rule_of(channel).overall
    return "0" if overall and overall.in_base else OUTSIDE

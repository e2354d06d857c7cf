"""What is printed on the sheets of slips (templates/documents/evaluation/ballot_sheets.typ)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation

from applications.models import Application
from brandportal.documents.qr import qr_svg
from brandportal.kit.display import date_text
from evaluation import tokens
from evaluation.enums import RaterKind
from evaluation.models import Channel
from evaluation.selectors.box_addresses import is_alone
from evaluation.selectors.calendar import closing_day

TEMPLATE = "evaluation/ballot_sheets.typ"
STEPS = (
    "用手机扫码，或在浏览器打开 {address} 并输入投票码（不分大小写，连字符可省）。",
    "核对页面上的单位和品牌，与本条一致。",
    "抄下或截图保存页面显示的回执号。",
    "逐项作答后提交。一码一票，每码只能评价本品牌一次。",
    "投票截止后，凭回执号可查本票已计入；任何人查不到其中的内容。",
)
PICK_STEPS = (
    STEPS[0],
    "页面列出全部参评品牌，请按页面提示的数目勾选。",
    STEPS[2],
    "勾选后提交。一码一票，每码只能投一次。",
    STEPS[4],
)
RANKING_STEPS = (
    STEPS[0],
    "页面列出全部参评品牌，请为每个品牌填写名次，1为第一名，名次不重复、不空缺。",
    STEPS[2],
    "填好后提交。一码一票，每码只能投一次。",
    STEPS[4],
)


class Slip(Protocol):
    """A code as it is handed out."""

    @property
    def application(self) -> Application | None: ...
    @property
    def serial(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def group(self) -> str: ...


@translation.override(settings.LANGUAGE_CODE)
def ballot_sheets(channel: Channel, slips: Sequence[Slip], door: str) -> dict[str, Any]:
    """Return the slips as the template reads them; `door` is the address that a code behind "#" opens.

    A browser sends what stands behind the hash to nobody. Nothing of this may be kept: it holds the codes.
    """
    stage = channel.stage
    until = closing_day(stage)
    whom = "服务对象" if channel.raters == RaterKind.CLIENT else "投票人"
    mark = "" if is_alone(channel) else f" · {channel.title}"
    by_application = groupby(slips, key=lambda slip: (slip.application, slip.group))
    return {
        "title": f"{stage.round.title_zh}投票码",
        "foot": f"{stage.round.title_zh} · 投票码只打印这一次，请沿虚线裁开，逐条发给{whom}",
        "until": f"投票截至{date_text(until)}24:00" if until else "",
        "steps": [step.format(address=door) for step in _steps(channel)],
        "groups": [
            _group(channel, one, list(found), door, _of(channel, group), mark)
            for (one, group), found in by_application
        ],
    }


def _steps(channel: Channel) -> tuple[str, ...]:
    if not channel.is_wide:
        return STEPS
    return PICK_STEPS if channel.is_picks else RANKING_STEPS


def _of(channel: Channel, group: str) -> str:
    """Whom a slip is for, where the rules count groups of voters apart."""
    title = channel.group_title(group)
    return f" · 发给{title}" if title else ""


def _group(
    channel: Channel, application: Application | None, slips: Sequence[Slip], door: str, whom: str, mark: str
) -> dict[str, Any]:
    return {
        "brand": f"“{application.brand_name}”" if application else channel.title,
        "unit": f"{application.unit.name_zh}{whom}{mark}" if application else f"全部参评品牌{whom}",
        "slips": [_slip(slip, door) for slip in slips],
    }


def _slip(slip: Slip, door: str) -> dict[str, str]:
    return {
        "serial": slip.serial,
        "code": slip.code,
        "qr": qr_svg(f"{door}#{tokens.normalise(slip.code)}"),
    }

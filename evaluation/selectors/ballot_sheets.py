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
from evaluation.models import Stage
from evaluation.selectors.calendar import closing_day

TEMPLATE = "evaluation/ballot_sheets.typ"
STEPS = (
    "用手机扫码，或在浏览器打开 {address} 并输入投票码（不分大小写，连字符可省）。",
    "核对页面上的单位和品牌，与本条一致。",
    "抄下或截图保存页面显示的回执号。",
    "逐项选择后提交。一码一票，每码只能评价本品牌一次。",
    "投票截止后，凭回执号可查本票已计入；任何人查不到其中的内容。",
)


class Slip(Protocol):
    """A code as it is handed out."""

    @property
    def application(self) -> Application: ...
    @property
    def serial(self) -> str: ...
    @property
    def code(self) -> str: ...


@translation.override(settings.LANGUAGE_CODE)
def ballot_sheets(stage: Stage, slips: Sequence[Slip], door: str) -> dict[str, Any]:
    """Return the slips as the template reads them; `door` is the address that a code behind "#" opens.

    A browser sends what stands behind the hash to nobody. Nothing of this may be kept: it holds the codes.
    """
    until = closing_day(stage)
    by_application = groupby(slips, key=lambda slip: slip.application)
    return {
        "title": f"{stage.round.title_zh}投票码",
        "foot": f"{stage.round.title_zh} · 投票码只打印这一次，请沿虚线裁开，逐条发给服务对象",
        "until": f"投票截至{date_text(until)}24:00" if until else "",
        "steps": [step.format(address=door) for step in STEPS],
        "groups": [_group(application, list(found), door) for application, found in by_application],
    }


def _group(application: Application, slips: Sequence[Slip], door: str) -> dict[str, Any]:
    return {
        "brand": f"“{application.brand_name}”",
        "unit": application.unit.name_zh,
        "slips": [_slip(slip, door) for slip in slips],
    }


def _slip(slip: Slip, door: str) -> dict[str, str]:
    return {
        "serial": slip.serial,
        "code": slip.code,
        "qr": qr_svg(f"{door}#{tokens.normalise(slip.code)}"),
    }

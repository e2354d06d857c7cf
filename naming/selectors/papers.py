"""The official texts of a naming: the notice and the decision, written once for page, PDF and DOCX."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils import translation

from applications.models import Round
from brandportal.documents.official import Annex, Block, OfficialText, Table, by_meaning, paragraphs
from brandportal.kit.display import NOTHING, date_text, fingerprint
from naming.enums import ObjectionStatus
from naming.models import Designation, NamingList, Notice, Objection
from naming.selectors.notices import (
    Exceptional,
    ListedBrand,
    NoticeDays,
    channels_in_papers,
    days_of,
    listed_in,
    moved_up_in,
)

SELECTION = "评选"
HOPE = (
    "希望受到命名的单位珍惜荣誉、持续改进，自觉接受社会监督。"
    "各单位要学习先进、对照检查，以品牌创建促进作风转变和服务提升。"
)
HOW_TO_OBJECT = (
    "对公示对象有异议的，请在公示期内通过本网站、电话、信函或来访反映。提倡署实名并留联系方式，承办单位严格保密；"
    "匿名反映的，应当写明可供核查的事实。公示期满后提出的异议不再受理。"
)


def notice_text(notice: Notice, today: date) -> OfficialText:
    """Return the notice as it is published: body, list, days, how to object, who takes objections."""
    round = notice.round
    table = Block("table", table=_listed_table(listed_in(notice)))
    closing = closing_lines(notice, days_of(notice, today))
    return OfficialText(
        title=by_meaning(notice.title),
        head=round.organizer_name,
        number=notice.number,
        blocks=[*paragraphs(notice.body), table, *(Block("paragraph", line) for line in closing)],
        signers=(round.organizer_name,),
        dated=notice.first_day,
        note=_changes(notice),
        foot=fingerprint_line(round),
    )


def _listed_table(listed: list[ListedBrand]) -> Table:
    """With a column of divisions and one of levels only where any brand has one."""
    columns = [
        ("序号", 1, [str(one.place) for one in listed]),
        ("组别", 3, [one.division for one in listed]),
        ("单位", 4, [one.unit for one in listed]),
        ("品牌名称", 4, [one.brand for one in listed]),
        ("等次", 2, [one.level for one in listed]),
    ]
    shown = [one for one in columns if any(one[2])]
    heads, widths, cells = zip(*shown, strict=True)
    return Table(heads, list(zip(*cells, strict=True)), widths)


@translation.override(settings.LANGUAGE_CODE)
def closing_lines(notice: Notice, days: NoticeDays) -> list[str]:
    """Return what stands below the list of every notice, a paragraph each."""
    first, last = date_text(notice.first_day), date_text(notice.last_day)
    counted = "计入" if notice.counts_first_day else "不计入"
    apart = "".join(f"；{_exception(one)}" for one in days.exceptions)
    return [
        f"公示时间为{first}至{last}24时，共{notice.days}个工作日（发布当日{counted}{apart}）。",
        HOW_TO_OBJECT,
        f"受理单位：{notice.round.organizer_name}",
        f"联系方式：{notice.round.complaint_contact}",
    ]


@translation.override(settings.LANGUAGE_CODE)
def _changes(notice: Notice) -> str:
    """What upheld objections changed since the publication, with the days of what moved up; empty for nothing."""
    moved = moved_up_in(notice)
    struck = [one for one in [*listed_in(notice), *moved] if one.is_struck]
    lines = [f"“{one.brand}”（{one.unit}）因异议成立从名单中取消" for one in struck]
    for one in moved:
        if one.succession:
            first, last = date_text(one.succession.first_day), date_text(one.succession.last_day)
            lines.append(f"“{one.brand}”（{one.unit}{borne_by(one)}）依次递补，{first}至{last}24时接受异议")
    return f"公示发布后的变化：{'；'.join(lines)}" if lines else ""


def borne_by(one: ListedBrand) -> str:
    """Return division and level behind a unit's name, "" without any."""
    level = f"等次为{one.level}" if one.level else ""
    return "".join(f"，{word}" for word in (one.division, level) if word)


def _exception(one: Exceptional) -> str:
    first, last = date_text(one.first, "day"), date_text(one.last, "day")
    span = first if one.first == one.last else f"{first}至{last}"
    return f"{span}{'调休上班，计入' if one.is_worked else '放假，不计入'}"


@translation.override(settings.LANGUAGE_CODE)
def decision_text(naming_list: NamingList) -> OfficialText:
    """Return the decision by which the brands of a list were named, with the list as its annex."""
    round, bodies = naming_list.round, naming_bodies(naming_list.round)
    named = list(Designation.objects.filter(round=round).order_by("position"))
    return OfficialText(
        title=by_meaning(decision_title(round)),
        head="\n".join([*bodies, "文件"]) if len(bodies) > 1 else f"{bodies[0]}文件",
        number=naming_list.document_number,
        recipients="各有关单位",
        blocks=[Block("paragraph", line) for line in _decided(round, named)],
        signers=bodies,
        dated=naming_list.published_on,
        annexes=[Annex("命名名单", [Block("table", table=_named_table(named))])],
        foot=fingerprint_line(round),
    )


def decision_title(round: Round) -> str:
    honour = honour_of(round)
    return f"关于命名{honour}的决定" if honour else f"关于{round.title_zh}命名的决定"


def honour_of(round: Round) -> str:
    """Return what a round confers, from its title (“2026年‘十佳’评选” confers “2026年‘十佳’”), "" if it does not say."""
    title = round.title_zh.removesuffix("活动")
    return title.removesuffix(SELECTION) if title.endswith(SELECTION) else ""


def naming_bodies(round: Round) -> tuple[str, ...]:
    """Return each body that names, where the round's entry joins several by “、”."""
    return tuple(part.strip() for part in round.naming_body.split("、") if part.strip())


def fingerprint_line(round: Round) -> str:
    return f"评选规则指纹 {fingerprint(round.rules_fingerprint)}"


def _decided(round: Round, named: list[Designation]) -> Iterator[str]:
    notice = Notice.objects.filter(round=round).first()
    shown = f"，并经公示{notice.days}个工作日，{_objections(notice)}" if notice else ""
    honour = honour_of(round) or round.title_zh
    way = f"单位申报、形式审查、{channels_in_papers(round)}、计分汇总和审定"
    yield f"根据{round.document_number}和本轮评选规则，经{way}{shown}，现作出如下决定："
    yield f"命名{_first_of(named)}{len(named)}个品牌为{honour}（名单见附件）。"
    yield HOPE
    portal = settings.PORTAL_NAME[settings.LANGUAGE_CODE]
    yield f"命名情况可以凭证书编号或者证书上的二维码，在“{portal}”网站核验。"


def _objections(notice: Notice) -> str:
    settled = Objection.objects.filter(notice=notice).exclude(status=ObjectionStatus.FILED).exists()
    return "公示期间收到的异议已经逐件核查办结" if settled else "公示期间未收到异议"


def _first_of(named: list[Designation]) -> str:
    return f"“{named[0].brand_name}”等" if len(named) > 1 else ""


def _named_table(named: list[Designation]) -> Table:
    """With a column of divisions and one of levels only where any brand has one."""
    columns = [
        ("序号", 1, [str(one.position) for one in named]),
        ("组别", 2.2, [one.division_zh for one in named]),
        ("单位", 3, [one.unit_name for one in named]),
        ("品牌名称", 3, [one.brand_name for one in named]),
        ("等次", 1.8, [one.level_zh for one in named]),
        ("证书编号", 2.6, [one.number for one in named]),
    ]
    shown = [one for one in columns if any(one[2])]
    heads, widths, cells = zip(*shown, strict=True)
    rows = [tuple(cell or NOTHING for cell in row) for row in zip(*cells, strict=True)]
    centred = tuple(place for place, head in enumerate(heads) if head in {"序号", "等次", "证书编号"})
    return Table(heads, rows, widths, centred)


def cell_if_any(word: str, column: list[str]) -> tuple[str, ...]:
    """Return what stands in a column of divisions or levels, () where nobody on the list has one and it is left out."""
    return (word or NOTHING,) if any(column) else ()

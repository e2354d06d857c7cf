"""An official document written once and printed twice: PDF by templates/documents/official.typ, DOCX by docx.py."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from brandportal.documents.docx import OfficialDocument
from brandportal.documents.pdf import render_pdf

TEMPLATE = "official.typ"
# The type area holds 20 characters of a title; a line parts after one of these.
ON_ONE_LINE = 18
PARTS_AFTER = "”》）年的和、"


@dataclass(frozen=True)
class Table:
    """A ruled table; `widths` are shares of the line, the columns numbered in `centred` stand in the middle."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    centred: Sequence[int] = (0,)


@dataclass(frozen=True)
class Block:
    """One piece of a body: a paragraph, a heading 一、 (黑体) or （一） (楷体), a line without indent, or a table."""

    kind: Literal["paragraph", "heading", "subheading", "flush", "table"]
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Annex:
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class OfficialText:
    """
    The parts of a document in the order of GB/T 9704; what is empty is not printed.

    `head`: the issuing mark in red (“大同县委组织部文件”), of several bodies each on a line, last the word beside them;
    `number`: “大委组字〔2026〕60号”; `title`: broken by meaning with line feeds (see `by_meaning`); `recipients` without
    the colon; `copies`: “抄送：……。”; `printed`: office, a tab, day of printing; `foot`: one small line under the page
    number, such as the fingerprint of the rules. There is never a seal.
    """

    title: str
    blocks: Sequence[Block]
    head: str = ""
    number: str = ""
    signer: str = ""
    recipients: str = ""
    signers: Sequence[str] = ()
    dated: date | None = None
    note: str = ""
    annexes: Sequence[Annex] = ()
    copies: str = ""
    printed: str = ""
    foot: str = ""


def paragraphs(text: str) -> list[Block]:
    """Return each non-empty line of `text` as a paragraph."""
    return [Block("paragraph", line.strip()) for line in text.splitlines() if line.strip()]


def by_meaning(title: str) -> str:
    """Return `title` on one line or, when it is too long for one, on two that part where its meaning does."""
    if len(title) <= ON_ONE_LINE:
        return title
    middle = len(title) / 2
    places = [place for place in range(5, len(title) - 4) if title[place - 1] in PARTS_AFTER]
    places = places or [round(middle)]
    place = min(places, key=lambda one: abs(one - middle))
    return f"{title[:place]}\n{title[place:]}"


def official_date(day: date | None) -> str:
    """Return 2026年9月1日: Arabic figures, full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def official_data(text: OfficialText) -> dict[str, object]:
    """Return what official.typ prints, for `render_pdf` and `render_png`."""
    return {
        **asdict(text),
        "dated": text.dated.isoformat() if text.dated else "",
        "date": official_date(text.dated),
    }


def official_pdf(text: OfficialText) -> bytes:
    return render_pdf(TEMPLATE, official_data(text))


def official_docx(text: OfficialText) -> bytes:
    document = OfficialDocument(head=text.head, number=text.number, signer=text.signer, foot=text.foot)
    document.title(text.title)
    if text.recipients:
        document.paragraph(f"{text.recipients}：", indent=False)
    _write(document, text.blocks)
    document.annex_note([annex.title for annex in text.annexes])
    document.signature(text.signers, official_date(text.dated))
    if text.note:
        document.paragraph(f"（{text.note}）")
    for number, annex in enumerate(text.annexes, start=1):
        document.annex(annex.title, number if len(text.annexes) > 1 else None)
        _write(document, annex.blocks)
    document.tail([text.copies, text.printed])
    return document.to_bytes()


def _write(document: OfficialDocument, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.table:
            document.table(block.table.header, block.table.rows, block.table.widths, block.table.centred)
        elif block.kind in {"heading", "subheading"}:
            document.heading(block.text, level=1 if block.kind == "heading" else 2)
        else:
            document.paragraph(block.text, indent=block.kind != "flush")

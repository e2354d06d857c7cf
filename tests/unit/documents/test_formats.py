"""Each format does what its door says: text stays text, bytes stay the same, names survive."""

import io
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pikepdf
import pytest
import zxingcpp
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from brandportal.documents.official import (
    Annex,
    Block,
    OfficialText,
    Table,
    official_data,
    official_docx,
    official_pdf,
    paragraphs,
)
from brandportal.documents.pdf import render_pdf, render_png
from brandportal.documents.pictures import picture_svg
from brandportal.documents.qr import qr_svg
from brandportal.documents.responses import docx_response, pdf_response

LIST = Table(
    ("序号", "品牌", "单位"), [("1", "“阳光税务”", "税务局"), ("2", "“暖心窗口”", "民政局")], (1, 4, 5)
)
DECISION = OfficialText(
    title="关于命名机关服务品牌的\n决定",
    head="大同县委组织部文件",
    number="大委组字〔2026〕60号",
    recipients="县直各单位",
    blocks=[Block("heading", "一、名单"), *paragraphs("现予命名。\n\n请认真学习。")],
    signers=("大同县委组织部",),
    dated=date(2026, 9, 1),
    annexes=[Annex("命名名单", [Block("table", table=LIST)])],
    copies="抄送：县政府办公室。",
    printed="组织部办公室\t2026年9月2日印发",
)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_an_official_document_prints_the_same_bytes_twice():
    first, second = official_pdf(DECISION), official_pdf(DECISION)

    assert first == second
    assert first.startswith(b"%PDF-")


def test_an_annex_begins_a_page_of_its_own():
    with pikepdf.open(io.BytesIO(official_pdf(DECISION))) as pdf:
        assert len(pdf.pages) == 2


def test_a_pdf_carries_its_faces_and_the_day_of_the_document_not_of_the_printing():
    with pikepdf.open(io.BytesIO(official_pdf(DECISION))) as pdf:
        fonts = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/FontFile3" in obj]
        created = str(pdf.docinfo["/CreationDate"])

    assert fonts
    assert created.startswith("D:20260901")


def test_a_dated_document_is_made_for_archives_and_for_readers_of_screens():
    with pikepdf.open(io.BytesIO(official_pdf(DECISION))) as pdf:
        facts = pdf.open_metadata()
        told = [facts.get(f"{name}:part") for name in ("pdfaid", "pdfuaid")]

    assert told == ["2", "1"]


def test_a_document_without_a_day_is_a_plain_one():
    with pikepdf.open(io.BytesIO(official_pdf(replace(DECISION, dated=None)))) as pdf:
        assert pdf.open_metadata().get("pdfaid:part") is None
        assert "/CreationDate" not in pdf.docinfo


def test_a_character_that_no_face_has_is_named_in_the_log_and_the_document_still_printed(caplog):
    data = official_pdf(replace(DECISION, title="关于命名𠮷品牌的决定"))

    assert data.startswith(b"%PDF-")
    assert "U+20BB7" in caplog.text
    assert "关于命名" not in caplog.text


def test_the_issuing_mark_is_red():
    page = picture(render_png("official.typ", official_data(DECISION)))

    assert any(
        red > 180 and green < 60 for red, green, _blue in page.crop((0, 100, 909, 400)).get_flattened_data()
    )


def test_markup_in_data_stays_text():
    text = OfficialText(title="#panic() *a* $x$ @b", blocks=paragraphs('#read("/etc/passwd") = [x]'))

    assert official_pdf(text).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name", ["../../manage.py", "/etc/passwd", "none.typ", "", "../documents/../base.html"]
)
def test_a_template_outside_the_folder_is_no_template(name):
    with pytest.raises(FileNotFoundError):
        render_pdf(name, {})


def test_a_long_issuing_mark_stays_on_its_line():
    long = OfficialText(title="决定", head="中共大同县委组织部大同县人力资源和社会保障局文件", blocks=[])
    page = picture(render_png("official.typ", official_data(long)))
    red = [x for x in range(page.width) for y in range(180, 360, 2) if page.getpixel((x, y))[1] < 60]

    assert min(red) > page.width * 28 / 210 - 4
    assert max(red) < page.width * (210 - 26) / 210 + 4


def test_a_qr_code_is_read_again():
    address = "https://portal.example/check/?number=DT-2026-0001"
    svg = qr_svg(address)
    page = render_png("_drawing.typ", {"svg": svg})

    assert svg.startswith("<svg")
    assert "width=" not in svg.partition(">")[0]
    assert [code.text for code in zxingcpp.read_barcodes(picture(page))] == [address]


def test_a_picture_is_made_small_enough():
    out = io.BytesIO()
    Image.new("RGB", (3000, 1000), "navy").save(out, "PNG")

    svg = picture_svg(out.getvalue(), longest_edge=300)

    assert 'viewBox="0 0 300 100"' in svg
    assert "data:image/jpeg;base64," in svg


def test_a_docx_keeps_the_measures_of_the_standard():
    document = Document(io.BytesIO(official_docx(DECISION)))
    section = document.sections[0]
    body = next(one for one in document.paragraphs if one.text == "现予命名。")

    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [37, 28, 26, 35]
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)
    assert body.runs[0].font.size == Pt(16)
    assert body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_a_docx_holds_every_part_in_order():
    document = Document(io.BytesIO(official_docx(DECISION)))
    texts = [one.text for one in document.paragraphs if one.text]

    assert texts == [
        "大同县委组织部文件",
        "大委组字〔2026〕60号",
        "关于命名机关服务品牌的",
        "决定",
        "县直各单位：",
        "一、名单",
        "现予命名。",
        "请认真学习。",
        "附件：命名名单",
        "大同县委组织部",
        "2026年9月1日",
        "附件",
        "命名名单",
        "抄送：县政府办公室。",
        "组织部办公室\t2026年9月2日印发",
    ]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "“阳光税务”", "税务局"]
    with ZipFile(io.BytesIO(official_docx(DECISION))) as parts:
        assert " PAGE " in parts.read("word/footer1.xml").decode()


def test_a_name_reaches_the_disk_whole():
    response = pdf_response("命名证书“阳光税务”.pdf", b"%PDF-")

    assert response["Content-Disposition"].endswith(
        "filename*=utf-8''%E5%91%BD%E5%90%8D%E8%AF%81%E4%B9%A6%E2%80%9C%E9%98%B3%E5%85%89%E7%A8%8E%E5%8A%A1%E2%80%9D.pdf"
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["a/../b", 'x"\r\nSet-Cookie: a=b', "..", "\u202egnp"])
def test_a_bad_name_cannot_break_the_header(name):
    header = docx_response(name, b"PK")["Content-Disposition"]

    assert "\n" not in header
    assert "/" not in header
    assert header.rstrip('"').endswith(".docx")


def test_what_is_public_may_be_kept():
    assert "Cache-Control" not in pdf_response("公示", b"%PDF-", private=False)

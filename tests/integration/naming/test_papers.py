"""Notice, decision, list and certificates on paper: who gets them and what they say."""

import io
from datetime import date

import pytest
import zxingcpp
from django.test import Client
from docx import Document
from PIL import Image

from brandportal.documents.official import by_meaning, official_pdf
from brandportal.documents.pdf import render_png
from naming.models import Designation, NamingList
from naming.selectors.certificates import certificates_data, in_force, list_data
from naming.selectors.papers import decision_text, honour_of, notice_text
from naming.services import close_notice, designate, file_objection, settle_objection
from tests.cast import client_of
from tests.committee import AFTER, DURING
from tests.printed import has_clear_edges, pages_of

LONG_BRAND = "“一站式、零距离、全天候”便民利企综合政务服务品牌" * 3
LONG_UNIT = "大同县人力资源和社会保障局社会保险事业管理服务中心综合受理窗口" * 2
PUBLIC = ["/notices/2026-small/notice.pdf", "/lists/2026-small/decision.pdf", "/lists/2026-small/list.pdf"]
FOR_CLERKS = ["/notices/2026-small/notice.docx", "/lists/2026-small/decision.docx"]


@pytest.fixture
def named(notice, cast) -> NamingList:
    close_notice(notice, by=cast.omar, at=AFTER)
    return designate(notice.round, document_number="县发〔2026〕21号", by=cast.omar, at=AFTER)


def absolute(path: str) -> str:
    return f"https://brands.example{path}"


@pytest.mark.parametrize("address", PUBLIC)
def test_everybody_reads_what_is_published(named, address):
    response = Client().get(address)

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert "no-store" not in response.get("Cache-Control", "")
    assert response.content == Client().get(address).content


@pytest.mark.parametrize("address", [*PUBLIC, *FOR_CLERKS, "/lists/2026-small/certificates.pdf"])
def test_nothing_is_printed_of_a_round_that_named_nobody(cast, ranked, address):
    assert client_of(cast.omar).get(address).status_code == 404


def test_a_draft_of_a_notice_is_for_insiders(draft, cast):
    assert Client().get(PUBLIC[0]).status_code == 404
    assert client_of(cast.alice).get(PUBLIC[0]).status_code == 404
    assert client_of(cast.omar).get(PUBLIC[0])["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", FOR_CLERKS)
def test_files_to_be_worked_on_are_for_those_who_prepare_and_audit(named, cast, address):
    for person in (cast.omar, cast.sec, cast.audrey):
        assert client_of(person).get(address).content.startswith(b"PK")
    assert client_of(cast.alice).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_certificate_is_for_its_unit_and_the_organizer(named, cast):
    number = Designation.objects.get(unit=cast.archives).number
    address = f"/certificates/{number}.pdf"

    for person in (cast.omar, cast.alice, cast.bob):
        assert client_of(person).get(address).content.startswith(b"%PDF-")
    for person in (cast.mallory, cast.sun, cast.ada):
        assert client_of(person).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert client_of(cast.omar).get("/certificates/TB-1999-0001.pdf").status_code == 404


def test_all_certificates_are_one_file_for_the_organizer(named, cast):
    address = "/lists/2026-small/certificates.pdf"

    assert pages_of(client_of(cast.omar).get(address).content) == 2
    assert client_of(cast.audrey).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_what_is_no_longer_in_force_has_no_certificate(named, cast):
    Designation.objects.filter(unit=cast.archives).update(status="withdrawn")
    number = Designation.objects.get(unit=cast.archives).number

    refused = client_of(cast.alice).get(f"/certificates/{number}.pdf")

    assert refused.status_code == 422
    assert number in refused.content.decode()
    assert pages_of(client_of(cast.omar).get("/lists/2026-small/certificates.pdf").content) == 1
    Designation.objects.update(status="terminated")
    assert client_of(cast.omar).get("/lists/2026-small/certificates.pdf").status_code == 422


def test_pages_offer_only_what_their_reader_may_take(named, cast):
    page, brand = named.get_absolute_url(), Designation.objects.get(unit=cast.archives)

    offered = {name: client_of(getattr(cast, name)).get(page).content.decode() for name in ("omar", "alice")}

    assert "certificates.pdf" in offered["omar"]
    assert "decision.docx" in offered["omar"]
    assert "certificates.pdf" not in offered["alice"]
    assert "decision.docx" not in offered["alice"]
    assert "decision.pdf" in Client().get(page).content.decode()
    certificate = f"/certificates/{brand.number}.pdf"
    assert certificate in client_of(cast.alice).get(brand.get_absolute_url()).content.decode()
    assert certificate not in Client().get(brand.get_absolute_url()).content.decode()


def test_the_page_and_the_paper_of_a_notice_say_the_same(notice):
    page = Client().get(notice.get_absolute_url()).content.decode()
    text = notice_text(notice, date(2026, 9, 21))

    for block in text.blocks:
        assert block.text in page
        for row in block.table.rows if block.table else []:
            assert all(cell in page for cell in row)
    assert "公示时间为2026年9月18日至2026年9月24日24时，共5个工作日（发布当日不计入" in page
    assert "9月20日调休上班，计入" in page


def test_what_changed_since_the_publication_stands_below_the_signature(notice, cast):
    objection = file_objection(notice, notice.round.applications.get(code="A001"), text="事实", at=DURING)
    word = "县委常委会9月22日第18次会议同意依次递补"
    settle_objection(
        objection, upheld=True, finding="属实", effect="move_up", committee_word=word, by=cast.omar, at=DURING
    )

    text = notice_text(notice, date(2026, 9, 22))

    assert text.note == (
        "公示发布后的变化：“文档连心桥”（市档案局）因异议成立从名单中取消；"
        "“档案为民”（市档案局）依次递补，2026年9月21日至2026年9月29日24时接受异议"
    )
    assert [row[2] for row in text.blocks[1].table.rows] == ["文档连心桥", "游客知友"]
    assert pages_of(official_pdf(text)) == 2


def test_a_decision_names_ground_list_and_bodies(named):
    text = decision_text(named)

    assert text.number == "县发〔2026〕21号"
    assert text.head == "中共县委文件"
    assert "县组发〔2026〕6号" in text.blocks[0].text
    assert "公示期间未收到异议" in text.blocks[0].text
    rows = text.annexes[0].blocks[0].table.rows
    assert [row[2] for row in rows] == ["文档连心桥", "游客知友"]
    assert rows[0][3] == Designation.objects.get(position=1).number


def test_several_bodies_stand_under_each_other_and_sign_one_by_one(named):
    named.round.naming_body = "中共县委、县人民政府"
    text = decision_text(named)

    assert text.head == "中共县委\n县人民政府\n文件"
    assert text.signers == ("中共县委", "县人民政府")
    assert pages_of(official_pdf(text)) >= 2


def test_a_decision_in_docx_has_head_number_list_and_signature(named, cast):
    response = client_of(cast.sec).get("/lists/2026-small/decision.docx")
    document = Document(io.BytesIO(response.content))
    texts = [one.text for one in document.paragraphs]

    assert "中共县委文件" in texts
    assert "县发〔2026〕21号" in texts
    assert "附件：命名名单" in texts
    assert document.tables[-1].rows[1].cells[2].text == "文档连心桥"


@pytest.mark.parametrize(
    ("title", "honour"),
    [
        ("2026年“十佳机关服务品牌”评选", "2026年“十佳机关服务品牌”"),
        ("机关名牌评选活动", "机关名牌"),
        ("机关服务品牌年度考核", ""),
    ],
)
def test_what_a_round_confers_is_read_from_its_title(ranked, title, honour):
    ranked.title_zh = title

    assert honour_of(ranked) == honour


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于命名机关名牌的决定", ["关于命名机关名牌的决定"]),
        ("2026年“十佳机关服务品牌”拟命名名单公示", ["2026年“十佳机关服务品牌”", "拟命名名单公示"]),
        ("长" * 30, ["长" * 15, "长" * 15]),
    ],
)
def test_a_long_title_parts_where_its_meaning_does(title, lines):
    assert by_meaning(title).split("\n") == lines


def test_the_code_on_a_certificate_leads_to_the_page_that_checks_it(named, cast):
    designation = in_force(named.round)[0]
    page = render_png("naming/certificate.typ", certificates_data([designation], absolute))

    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))

    assert [code.text for code in found] == [absolute(designation.get_absolute_url())]
    assert designation.number in Client().get(designation.get_absolute_url()).content.decode()


def test_long_names_stay_on_certificate_and_list(named):
    Designation.objects.update(brand_name=LONG_BRAND[:60], unit_name=LONG_UNIT[:60])
    certificates = certificates_data(in_force(named.round), absolute)

    assert has_clear_edges(render_png("naming/certificate.typ", certificates, 2))
    assert has_clear_edges(render_png("naming/list.typ", list_data(named, absolute)))


def test_the_list_shows_the_present_state(named):
    Designation.objects.filter(position=2).update(status="withdrawn")

    assert [row[5] for row in list_data(named, absolute)["rows"]] == ["有效", "已撤销"]


def test_written_titles_are_english_on_an_english_page_and_chinese_on_paper(named, cast):
    english = Client()
    english.cookies["django_language"] = "en"
    notice = named.round.notice

    for path in ("/lists/", named.get_absolute_url()):
        text = english.get(path).content.decode()
        assert "Naming list of “" in text
        assert named.title not in text
        assert named.title in Client().get(path).content.decode()
    assert "Public notice of the intended naming in “" in english.get("/notices/").content.decode()
    assert f"<h1>{notice.title}</h1>" in english.get(notice.get_absolute_url()).content.decode()


def test_a_title_that_somebody_typed_stays_as_typed(named):
    type(named).objects.update(title="本市第一批命名名单")
    english = Client()
    english.cookies["django_language"] = "en"

    assert "本市第一批命名名单" in english.get("/lists/").content.decode()

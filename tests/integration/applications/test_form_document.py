"""The application form as PDF: who gets it, which version, what it says."""

import pytest
from django.test import Client

from applications import services
from applications.selectors.form_document import form_data
from brandportal.documents.pdf import render_pdf, render_png
from tests.cast import client_of
from tests.filing import filed, open_round, started
from tests.printed import has_clear_edges, pages_of

FORM = "/applications/2026-ten/A001/filings/1/form.pdf"
LONG = "大同县人力资源和社会保障局社会保险事业管理服务中心综合受理窗口及各乡镇便民服务中心联合创建的服务品牌"


@pytest.fixture
def application(cast):
    return filed(cast, open_round(cast))


@pytest.mark.parametrize("name", ["alice", "bob", "omar", "audrey", "sec"])
def test_readers_of_an_application_get_its_form(cast, application, name):
    response = client_of(getattr(cast, name)).get(FORM)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["mallory", "trent", "sun", "pan", "ada"])
def test_strangers_find_no_form(cast, application, name):
    assert client_of(getattr(cast, name)).get(FORM).status_code == 404


def test_visitors_are_asked_to_sign_in(application):
    assert Client().get(FORM).status_code == 302


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_version_that_was_never_filed_has_no_form(cast, application, number):
    assert (
        client_of(cast.omar).get(f"/applications/2026-ten/A001/filings/{number}/form.pdf").status_code == 404
    )


def test_before_the_first_filing_no_form_is_offered(cast):
    application = started(open_round(cast), cast.archives, cast.alice)

    page = client_of(cast.alice).get(application.get_absolute_url())

    assert "form.pdf" not in page.content.decode()


def test_the_page_of_an_application_offers_its_form(cast, application):
    assert FORM in client_of(cast.alice).get(application.get_absolute_url()).content.decode()
    assert FORM in client_of(cast.omar).get("/applications/2026-ten/A001/filings/1/").content.decode()


def test_the_form_says_what_was_filed_and_not_what_is_written_since(cast, application):
    services.return_application(application, [{"part": "logo", "text": "不清晰"}], by=cast.omar)
    services.save_application(
        application, by=cast.alice, revision=application.revision, fields={"slogan": "后来改的口号"}
    )
    data = form_data(application.filings.get(), with_contact=True)

    assert ["宣传口号", "一份档案，一座桥"] in data["facts"]
    assert ["联系人", "王晓梅　0000-88120001"] in data["facts"]
    assert data["checks"][0][1:] == ["有差距", "年内整改"]
    assert data["version"] == "1"


def test_without_the_right_to_it_the_contact_is_not_even_in_the_data(application):
    assert "88120001" not in str(form_data(application.filings.get(), with_contact=False))


def test_the_same_version_prints_the_same_bytes(application):
    data = form_data(application.filings.get(), with_contact=True)

    assert render_pdf("applications/form.typ", data) == render_pdf("applications/form.typ", data)


def test_long_texts_stay_on_the_sheet(application):
    data = form_data(application.filings.get(), with_contact=True)
    long = {
        "facts": [[label, LONG * 3] for label, _value in data["facts"]],
        "meaning": LONG * 20,
        "checks": [["对照服务大局，查主动性", LONG * 20, "x" * 500]] * 4,
        "text": "\n".join([LONG * 10] * 4),
        "papers": [LONG] * 20,
    }
    pdf = render_pdf("applications/form.typ", data | long)

    assert pages_of(pdf) > 3
    assert all(
        has_clear_edges(render_png("applications/form.typ", data | long, page)) for page in range(1, 4)
    )


def test_a_form_without_a_picture_or_papers_prints(application):
    data = form_data(application.filings.get(), with_contact=True)

    assert pages_of(render_pdf("applications/form.typ", data | {"logo": "", "papers": [], "text": ""})) >= 1

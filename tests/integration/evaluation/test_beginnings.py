"""Rounds begun on an imported document or like last year's, and rules given out as a file."""

import hashlib
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Round
from applications.services.rounds import add_round_form
from brandportal.kit.models import StoredFile
from brandportal.rulebook import canonical, read_rules, toml_text
from evaluation.selectors.beginnings import a_year_later
from evaluation.selectors.rules import read_document, scheme_document
from evaluation.services.rounds import open_round
from tests.cast import client_of
from tests.integration.evaluation.conftest import FACTS, english
from tests.schemes import small_scheme

IMPORT = reverse("evaluation:round-import")
RULES = reverse("evaluation:round-rules", args=["2031-small"])
COPY = reverse("evaluation:round-copy", args=["2031-small"])
FAULTY = 'format = 1\nkey = "x"\n\n[select]\nmode = "top"\nseats = "many"\n'


def facts(**changes):
    return {name: str(value) for name, value in FACTS.items()} | changes


def upload(text, encoding="utf-8", name="规则.toml"):
    return SimpleUploadedFile(name, text.encode(encoding), content_type="application/octet-stream")


@pytest.mark.parametrize("write", [toml_text, canonical, lambda rules: "\ufeff" + toml_text(rules)])
def test_a_pasted_document_begins_a_round(cast, write):
    response = client_of(cast.omar).post(IMPORT, facts(rules=write(small_scheme())))

    assert response.status_code == 302
    round = Round.objects.get(code="2031-small")
    assert (round.status, round.scheme_key) == ("draft", "small")
    assert read_document(round.rules) == small_scheme()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_begins_a_round_whatever_its_encoding(cast, encoding):
    data = facts(document=upload(toml_text(small_scheme()), encoding))

    assert client_of(cast.omar).post(IMPORT, data).status_code == 302
    assert read_document(Round.objects.get().rules)["title"]["zh"] == "小规模评选"


@pytest.mark.parametrize("way", ["rules", "document"])
def test_faults_are_listed_with_line_and_path_and_nothing_is_lost(cast, way):
    data = facts(**{way: FAULTY if way == "rules" else upload(FAULTY)})

    page = english(cast.omar).post(IMPORT, data)

    assert page.status_code == 200
    told = page.context["form"].errors["rules"]
    assert any("Line 6, select.seats: “many” is no whole number" in one for one in told)
    assert any(one.startswith("channel: ") for one in told)
    assert page.context["form"]["rules"].value() == FAULTY
    assert page.context["form"]["call_text"].value() == FACTS["call_text"]
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({"rules": "a = = 1"}, "rules", "Line 1, column 5"),
        ({"rules": '{"a": 1,\n "a": 2}'}, "rules", "stands twice"),
        ({"rules": "  "}, "rules", "Type or paste"),
        ({}, "rules", "Type or paste"),
        ({"document": SimpleUploadedFile("x.toml", b"\xff\xfe\x00\x81")}, "document", "no text"),
        ({"document": SimpleUploadedFile("x.toml", b"a" * 200_001)}, "document", "larger than"),
        ({"rules": "a" * 200_001}, "rules", "at most"),
        ({"document": SimpleUploadedFile("x.toml", b"")}, "document", "empty"),
    ],
)
def test_what_is_no_document_is_refused_at_its_field(cast, data, field, says):
    page = english(cast.omar).post(IMPORT, facts(**data))

    assert page.status_code == 200
    assert says in " ".join(page.context["form"].errors[field])
    assert not Round.objects.exists()


def test_rules_and_dates_are_both_wrong(cast):
    page = english(cast.omar).post(IMPORT, facts(rules=FAULTY, filing_opens="2031年2月30日"))

    assert page.context["form"]["rules"].value() == FAULTY
    assert page.context["form"].errors["filing_opens"]


def test_a_draft_takes_a_file_too_and_keeps_its_rules_when_it_is_faulty(draft, cast):
    client, before = english(cast.omar), draft.rules
    page = client.post(RULES, {"document": upload(FAULTY)})
    assert page.context["form"]["rules"].value() == FAULTY
    draft.refresh_from_db()
    assert draft.rules == before

    changed = small_scheme(key="other")
    assert client.post(RULES, {"document": upload(canonical(changed), name="x.json")}).status_code == 302
    draft.refresh_from_db()
    assert read_document(draft.rules)["key"] == "other"


def test_only_the_organizer_imports_and_copies(draft, cast):
    for user in (cast.audrey, cast.alice, cast.sun):
        assert client_of(user).get(IMPORT).status_code == 403
    assert client_of(cast.audrey).get(COPY).status_code == 403
    assert client_of(cast.alice).get(COPY).status_code == 404


def test_rules_go_out_as_toml_and_as_json(draft, cast):
    client = client_of(cast.audrey)
    toml = client.get(reverse("evaluation:rules-toml", args=["2031-small"]))
    assert read_rules(toml.content.decode()) == small_scheme()
    assert toml["Content-Disposition"] == 'attachment; filename="2031-small-rules.toml"'

    open_round(draft, by=cast.omar)
    data = client.get(reverse("evaluation:rules-json", args=["2031-small"])).content
    draft.refresh_from_db()
    assert hashlib.sha256(data).hexdigest() == draft.rules_fingerprint
    toml = client.get(reverse("evaluation:rules-toml", args=["2031-small"])).content.decode()
    assert canonical(read_rules(toml)).encode() == data
    assert client_of(cast.alice).get(reverse("evaluation:rules-json", args=["2031-small"])).status_code == 403


def test_last_years_round_is_taken_over_with_a_new_calendar(draft, cast):
    stored = StoredFile.objects.create(
        name="申报表.pdf",
        path="x/申报表.pdf",
        size=3,
        sha256="0" * 64,
        content_type="application/pdf",
        purpose="round-form",
    )
    add_round_form(draft, title="申报表", file=stored, by=cast.omar)
    open_round(draft, by=cast.omar)
    client = english(cast.omar)
    form = client.get(COPY).context["form"]
    assert form["code"].value() == "2032-small"
    assert form["title_zh"].value() == "2032年度机关服务品牌评选"
    assert form["document_number"].value() == ""

    data = {name: form[name].value() or "" for name in form.fields} | {"document_number": "〔2032〕3号"}
    response = client.post(COPY, data)

    assert response.status_code == 302, response.context["form"].errors
    copy = Round.objects.get(code="2032-small")
    draft.refresh_from_db()
    assert (copy.status, copy.rules_fingerprint, copy.year) == ("draft", "", 2032)
    assert "cap" not in read_document(copy.rules)["channel"][0]
    assert (copy.filing_opens, copy.decision_on) == (date(2032, 3, 1), date(2032, 6, 10))
    assert copy.call_text == draft.call_text
    assert [(blank.title, blank.file) for blank in copy.forms.all()] == [("申报表", stored)]
    assert open_round(copy, by=cast.omar).rules_fingerprint == draft.rules_fingerprint


def test_a_copy_under_the_same_code_is_refused_and_keeps_what_was_typed(draft, cast):
    page = english(cast.omar).post(COPY, facts(title_zh="又一轮"))

    assert page.status_code == 200
    assert page.context["form"].errors["code"]
    assert page.context["form"]["title_zh"].value() == "又一轮"
    assert Round.objects.count() == 1


def test_the_29th_of_february_becomes_the_28th():
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2027, 12, 31)) == date(2028, 12, 31)


def test_the_document_of_the_ten_best_comes_back_through_the_page(cast):
    document = scheme_document("ten-best")
    client_of(cast.omar).post(IMPORT, facts(rules=json.dumps(document, ensure_ascii=False)))

    assert read_document(Round.objects.get().rules) == document

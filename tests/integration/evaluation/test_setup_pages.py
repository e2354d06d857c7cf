"""The pages of set-up, as the organizer and the auditor meet them."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from evaluation.services.rounds import start_round
from tests.cast import client_of
from tests.integration.evaluation.conftest import FACTS, PAGES, PLACE, english


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_who_oversees_the_round_reads_its_pages(live, cast, name, args):
    for user, status in ((cast.omar, 200), (cast.audrey, 200), (cast.alice, 403)):
        assert client_of(user).get(reverse(name, args=args)).status_code == status


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("evaluation:round-start", ["ten-best"]),
        ("evaluation:rater-assign", PLACE),
        ("evaluation:recusal-create", ["2031-small"]),
        ("evaluation:round-files", ["2031-small"]),
    ],
)
def test_only_the_organizer_changes_the_setup(live, cast, name, args):
    assert client_of(cast.omar).get(reverse(name, args=args)).status_code == 200
    assert client_of(cast.audrey).get(reverse(name, args=args)).status_code == 403


def test_a_draft_is_set_up_page_by_page(draft, cast):
    client = client_of(cast.omar)
    for name in ("round-edit", "round-figures", "round-rules", "round-files", "round-open"):
        assert client.get(reverse(f"evaluation:{name}", args=[draft.code])).status_code == 200


def test_a_stranger_finds_no_draft(draft, cast):
    url = reverse("evaluation:round-edit", args=[draft.code])

    assert client_of(cast.alice).get(url).status_code == 404
    assert client_of(cast.audrey).get(url).status_code == 403


def start_data(**changes):
    return {name: str(value) for name, value in FACTS.items()} | changes


def test_a_round_is_started_from_a_scheme(cast):
    response = client_of(cast.omar).post(reverse("evaluation:round-start", args=["ten-best"]), start_data())

    assert response.status_code == 302
    assert response["Location"] == reverse("evaluation:round-rules", args=["2031-small"])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"filing_closes": "2031年9月31日"}, "does not exist, that month has only 30 days"),
        ({"rating_closes": "2031-02-29"}, "has only 28 days"),
        ({"rating_closes": "2031-03-25"}, "lies before"),
        ({"decision_on": "soon"}, "is not a date"),
        ({"code": "2031 small!"}, "Only Latin letters"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_stay_typed(cast, changes, says):
    client = english(cast.omar)

    page = client.post(reverse("evaluation:round-start", args=["ten-best"]), start_data(**changes))

    text = page.content.decode()
    assert page.status_code == 200
    assert says in text
    for value in (*changes.values(), "2031年度机关服务品牌评选"):
        assert f'value="{value}"' in text


def test_a_faulty_document_stays_as_typed_and_names_its_place(draft, cast):
    document = json.loads(draft.rules)
    document["channel"][1]["min_valid"] = "2"
    text = json.dumps(document, ensure_ascii=False)

    page = english(cast.omar).post(reverse("evaluation:round-rules", args=[draft.code]), {"rules": text})

    assert page.status_code == 200
    assert "channel.clients.min_valid" in page.content.decode()
    assert page.context["form"]["rules"].value() == text


def test_weights_that_do_not_add_up_are_pointed_out_and_need_a_word(cast):
    round = start_round("ten-best", by=cast.omar, **FACTS)
    client = english(cast.omar)
    figures = {name: field.initial for name, field in _figures(client, round).items()}
    client.post(
        reverse("evaluation:round-figures", args=[round.code]), figures | {"channel.clients.weight": "45"}
    )
    url = reverse("evaluation:round-open", args=[round.code])

    assert "add up to 105, not to 100" in client.get(url).content.decode()
    assert client.post(url).status_code == 200
    round.refresh_from_db()
    assert round.status == "draft"
    assert client.post(url, {"meant": "on"}).status_code == 302
    round.refresh_from_db()
    assert round.status == "filing"
    assert client.get(url).status_code == 409


def _figures(client, round):
    return client.get(reverse("evaluation:round-figures", args=[round.code])).context["form"].fields


def test_a_faulty_figure_stands_at_its_field(draft, cast):
    client = english(cast.omar)
    figures = {name: field.initial for name, field in _figures(client, draft).items()}

    page = client.post(
        reverse("evaluation:round-figures", args=[draft.code]), figures | {"channel.clients.min_valid": "4"}
    )

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["channel.clients.min_valid"]
    assert page.context["form"]["channel.clients.min_valid"].value() == "4"


def test_opening_prints_the_fingerprint_on_the_next_page(draft, cast):
    client = client_of(cast.omar)

    page = client.post(reverse("evaluation:round-open", args=[draft.code]), follow=True)

    draft.refresh_from_db()
    assert draft.rules_fingerprint in page.content.decode()


def test_raters_are_ticked(desk, cast):
    url = reverse("evaluation:rater-assign", args=PLACE)

    assert client_of(cast.omar).post(url, {"users": [cast.sun.pk]}).status_code == 302
    assert [rater.user for rater in desk.channel("supervisors").raters_assigned.all()] == [cast.sun]
    page = client_of(cast.omar).post(url, {"users": [cast.alice.pk]})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_the_organizer_opens_a_stage_from_the_board(desk, cast):
    url = reverse("evaluation:stage-act", args=["2031-small", "social", "open"])

    assert client_of(cast.omar).get(url).status_code == 200
    assert client_of(cast.sun).post(url).status_code == 403
    assert client_of(cast.omar).post(url).status_code == 302
    assert desk.stage("social").is_open
    assert client_of(cast.omar).post(url).status_code == 409


def test_more_time_is_given_on_a_page(live, cast):
    url = reverse("evaluation:stage-extend", args=["2031-small", "social"])
    later = live.round.rating_closes + timedelta(days=3)

    assert client_of(cast.omar).get(url).status_code == 200
    assert client_of(cast.audrey).get(url).status_code == 403
    wrong = client_of(cast.omar).post(url, {"until": "2031年2月30日", "reason": "出差"})
    assert 'value="2031年2月30日"' in wrong.content.decode()
    assert client_of(cast.omar).post(url, {"until": later.isoformat(), "reason": "出差"}).status_code == 302
    assert live.stage("social").sheets_until == later


def test_ballots_have_no_list_of_raters(live, cast):
    url = reverse("evaluation:rater-list", args=["2031-small", "clients"])

    assert client_of(cast.omar).get(url).status_code == 404


def test_a_blank_form_is_checked_offered_and_removed(draft, cast):
    client, url = client_of(cast.omar), reverse("evaluation:round-files", args=[draft.code])
    fake = SimpleUploadedFile("表.pdf", b"MZ\x90 no PDF at all", content_type="application/pdf")
    refused = client.post(url, {"title": "申报表", "file": fake})
    assert refused.status_code == 200
    assert refused.context["form"].errors["file"]
    assert refused.context["form"]["title"].value() == "申报表"

    picture = BytesIO()
    Image.new("RGB", (80, 80), "white").save(picture, "PNG")
    good = SimpleUploadedFile("表.png", picture.getvalue(), content_type="image/png")
    assert client.post(url, {"title": "申报表", "file": good}).status_code == 302
    blank = draft.forms.get()
    remove = reverse("evaluation:round-file-remove", args=[draft.code, blank.file.key])
    assert client.get(remove).status_code == 405
    assert client_of(cast.audrey).post(remove).status_code == 403
    assert client.post(remove).status_code == 302
    assert not draft.forms.exists()


def test_closing_early_answers_with_the_reason(live, cast):
    url = reverse("evaluation:stage-act", args=["2031-small", "social", "close"])

    assert "S01" in client_of(cast.omar).get(url).content.decode()
    assert client_of(cast.omar).post(url).status_code == 422
    assert live.stage("social").is_open

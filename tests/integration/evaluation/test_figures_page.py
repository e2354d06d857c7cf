"""Weights, points, cuts, seats and policies changed in a form, with the linter's sentence beside the field."""

import json

import pytest
from django.urls import reverse

from applications.services.rounds import create_round
from evaluation.selectors.figures import figures_of
from evaluation.selectors.rules import read_document, scheme_document, scheme_keys
from evaluation.services.figures import with_figures
from tests.cast import client_of
from tests.integration.evaluation.conftest import FACTS, english

URL = reverse("evaluation:round-figures", args=["2031-small"])


@pytest.mark.parametrize("key", scheme_keys())
def test_the_figures_of_every_scheme_written_back_change_nothing_that_counts(key):
    document = scheme_document(key)
    figures = {figure.path: figure.value for figure in figures_of(document)}

    assert all(isinstance(value, str) for value in figures.values())
    again = with_figures(document, figures)
    assert {figure.path: figure.value for figure in figures_of(again)} == figures
    assert with_figures(again, figures) == again


@pytest.mark.parametrize("key", scheme_keys())
def test_the_page_of_every_scheme_is_drawn_and_saved(cast, key):
    rules = json.dumps(scheme_document(key), ensure_ascii=False)
    draft = create_round(scheme_key=key, rules=rules, by=cast.omar, **FACTS)
    client = client_of(cast.omar)
    page = client.get(URL)

    typed = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert client.post(URL, typed).status_code == 302
    draft.refresh_from_db()
    assert read_document(draft.rules)["channel"][0]["weight"] == scheme_document(key)["channel"][0]["weight"]


def typed(client, **changes):
    fields = client.get(URL).context["form"].fields
    return {name: field.initial for name, field in fields.items()} | changes


def test_points_policies_and_seats_are_changed_in_one_go(draft, cast):
    client = client_of(cast.omar)
    changes = {
        "channel.supervisors.items.name.max": "30",
        "channel.supervisors.items.standard.max": "70",
        "channel.clients.levels.satisfied.value": "75.5",
        "channel.panel.missing": "renormalise",
        "channel.panel.invited": " 9 ",
        "stage.social.tie_at_cut": "order",
        "select.may_be_fewer": "false",
        "select.min_score": "60",
        "tie.then": "share",
        "rounding.places": "3",
        "entries.expected": "40",
    }

    assert client.post(URL, typed(client, **changes)).status_code == 302
    draft.refresh_from_db()
    rules = read_document(draft.rules)
    assert [item["max"] for item in rules["channel"][0]["items"]] == ["30", "70"]
    assert rules["channel"][1]["levels"][1]["value"] == "75.5"
    assert (rules["channel"][2]["missing"], rules["channel"][2]["invited"]) == ("renormalise", "9")
    assert rules["stage"][0]["tie_at_cut"] == "order"
    assert rules["select"] == {"mode": "top", "seats": "2", "may_be_fewer": False, "min_score": "60"}
    assert (rules["tie"]["then"], rules["rounding"]["places"]) == ("share", "3")
    assert rules["entries"]["expected"] == "40"

    assert rules["tie"]["order"] == ["clients", "panel"]

    ordered = {"tie.order": "panel.visit，clients、 panel"}
    assert client.post(URL, typed(client, **ordered)).status_code == 302
    draft.refresh_from_db()
    assert read_document(draft.rules)["tie"]["order"] == ["panel.visit", "clients", "panel"]

    cleared = {"select.min_score": "", "entries.expected": "", "channel.panel.invited": ""}
    assert client.post(URL, typed(client, **cleared)).status_code == 302
    draft.refresh_from_db()
    rules = read_document(draft.rules)
    assert "min_score" not in rules["select"]
    assert "expected" not in rules["entries"]
    assert "invited" not in rules["channel"][2]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("channel.clients.weight", "-1"),
        ("channel.clients.weight", "viel"),
        ("channel.clients.weight", ""),
        ("channel.supervisors.items.name.max", "0"),
        ("channel.clients.min_valid", "4"),
        ("channel.panel.missing", "forget"),
        ("stage.social.keep.top", "1.5"),
        ("select.reserve", "-3"),
        ("rounding.places", "99"),
        ("select.may_be_fewer", "perhaps"),
        ("tie.order", "panel, clinets"),
        ("tie.order", "panel.nothing"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_saved(draft, cast, path, text):
    client, before = english(cast.omar), draft.rules

    page = client.post(URL, typed(client, **{path: text, "select.seats": "7"}))

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [path]
    assert page.context["form"][path].value() == text
    assert page.context["form"]["select.seats"].value() == "7"
    draft.refresh_from_db()
    assert draft.rules == before


def test_what_can_hardly_be_meant_stands_beside_its_field(draft, cast):
    client = english(cast.omar)
    client.post(URL, typed(client, **{"select.seats": "9", "channel.panel.weight": "35"}))

    page = client.get(URL)

    assert "more than the 3 entries" in page.context["form"].fields["select.seats"].help_text
    assert [fault.path for fault in page.context["elsewhere"]] == ["stage.review"]
    assert "add up to 105" in page.content.decode()


def test_a_public_vote_says_its_reason_in_two_languages(draft, cast):
    document = read_document(draft.rules)
    document["channel"][1]["raters"] = "public"
    draft.rules = json.dumps(document)
    draft.save()
    client = english(cast.omar)

    assert "Say why" in client.get(URL).context["form"].fields["channel.clients.reason.zh"].help_text
    reason = {"channel.clients.reason.zh": "上级办法规定", "channel.clients.reason.en": "As the measures say"}
    assert client.post(URL, typed(client, **reason)).status_code == 302
    draft.refresh_from_db()
    assert read_document(draft.rules)["channel"][1]["reason"] == {
        "zh": "上级办法规定",
        "en": "As the measures say",
    }
    client.post(URL, typed(client, **dict.fromkeys(reason, "")))
    draft.refresh_from_db()
    assert "reason" not in read_document(draft.rules)["channel"][1]


def test_what_the_source_leaves_open_is_marked(cast):
    rules = json.dumps(scheme_document("ten-best"), ensure_ascii=False)
    create_round(scheme_key="ten-best", rules=rules, by=cast.omar, **FACTS)

    fields = english(cast.omar).get(URL).context["form"].fields
    assert "Assumed" in fields["channel.clients.levels.satisfied.value"].help_text
    assert "Assumed" not in fields["channel.clients.weight"].help_text

"""The trial run of a draft on its page: shown again by its address, kept nowhere."""

import json

import pytest
from django.urls import reverse

from brandportal.audit.models import AuditEvent
from evaluation.models import Ballot, ScoreSheet, Tally
from evaluation.services.rounds import open_round, start_round
from tests.cast import client_of
from tests.integration.evaluation.conftest import FACTS, english

URL = reverse("evaluation:round-trial", args=["2031-small"])


@pytest.mark.parametrize("scenario", ["all", "some", "tie", "few", "nonsense"])
@pytest.mark.parametrize("read", [client_of, english])
def test_every_situation_is_shown_and_nothing_is_kept(draft, cast, scenario, read):
    client = read(cast.omar)
    before = [model.objects.count() for model in (Ballot, ScoreSheet, Tally, AuditEvent)]

    page = client.get(URL, {"scenario": scenario, "entries": "12", "seed": "7"})

    assert page.status_code == 200
    trial = page.context["trial"]
    assert (trial.seed, trial.entries) == (7, 12)
    assert trial.forms > 0
    assert [model.objects.count() for model in (Ballot, ScoreSheet, Tally, AuditEvent)] == before
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_seed_and_number_stand_on_the_page(draft, cast):
    text = english(cast.omar).get(URL, {"seed": "7", "entries": "12"}).content.decode()

    assert "Trial with seed 7: 12 entries" in text
    assert "Nothing of it is kept" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"seed": "x"},
        {"seed": "0"},
        {"entries": "1"},
        {"entries": "101"},
        {"entries": ""},
        {"seed": "9" * 400},
    ],
)
def test_what_cannot_be_tried_is_refused_at_its_field(draft, cast, asked):
    page = english(cast.omar).get(URL, asked)

    assert page.status_code == 200
    assert page.context["trial"] is None
    assert set(page.context["form"].errors) == set(asked)


def test_faulty_rules_name_their_faults_instead(draft, cast):
    document = json.loads(draft.rules)
    document["channel"][0]["weight"] = "0"
    draft.rules = json.dumps(document)
    draft.save()

    page = english(cast.omar).get(URL)

    assert page.status_code == 200
    assert page.context["trial"] is None
    assert "channel.supervisors.weight" in page.content.decode()


def test_who_oversees_the_round_sees_the_trial(draft, cast):
    assert client_of(cast.audrey).get(URL).status_code == 200
    assert client_of(cast.alice).get(URL).status_code == 404
    assert client_of(cast.sun).get(URL).status_code == 404


def test_an_open_round_is_tried_no_more(draft, cast):
    open_round(draft, by=cast.omar)

    assert client_of(cast.omar).get(URL).status_code == 409


def test_a_trial_ranks_each_division_in_a_list_of_its_own(cast):
    draft = start_round("taizhou-windows", by=cast.omar, **FACTS)
    text = english(cast.omar).get(reverse("evaluation:round-trial", args=[draft.code])).content.decode()

    first, second = "Windows, and units that approve or enforce", "Other units"
    assert text.count(first) > 1
    assert text.rindex(f'<span class="bp-sub">{first}') < text.index(f'<span class="bp-sub">{second}')

"""Points by one-time code, and voters in groups: the code says for which, the ballot keeps that and nothing else."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from brandportal.kit.errors import DomainError, InputErrors
from evaluation.models import Ballot, Code
from evaluation.selectors.ballots import turnout_now
from evaluation.selectors.board_tasks import tasks_of_round
from evaluation.selectors.bundle import gather
from evaluation.selectors.commitments import differences
from evaluation.selectors.results import result_of
from evaluation.services.boxes import sign_box
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.code_changes import (
    Wanted,
    agree_code_change,
    ask_code_change,
    carry_out_code_change,
    draw_for,
)
from evaluation.services.codes import issue_codes
from evaluation.services.papers import ballot_paper
from evaluation.services.stages import close_stage, open_stage
from evaluation.services.tallies import request_tally, run_tally
from tests.ballots import RATING
from tests.cast import client_of
from tests.integration.evaluation.conftest import english
from tests.journey import VOTERS, Journey
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
ITEMS = ("overview", "service", "efficiency", "style", "integrity")
FULL = dict.fromkeys(ITEMS, "20")


class Survey:
    """The windows of Fuzhou: five codes of firms and five of residents for each of four windows, voting open."""

    def __init__(self, cast, *, opened=True):
        self.journey = Journey(cast, "fuzhou-windows")
        self.cast, self.road = cast, self.journey.road
        self.round = self.road.round
        self.stage = self.round.stages.select_related("round").get()
        self.channel = self.stage.channels.select_related("round", "stage__round").get()
        self.slips = {
            (brand.code, group): self.issue(brand, group)
            for brand in self.road.applications
            for group in ("firms", "residents")
        }
        if opened:
            open_stage(self.stage, by=cast.omar, at=RATING)
            self.channel.stage.refresh_from_db()

    def issue(self, brand, group, number=VOTERS):
        made = issue_codes(self.channel, brand, number, group=group, by=self.cast.omar)
        return [one.code for one in made]

    def paper(self, code="A001"):
        return ballot_paper(self.channel, self.road.application(code))

    def cast_all(self, *groups):
        for (code, group), slips in self.slips.items():
            for slip in slips if group in groups else ():
                cast_ballot(self.paper(code), slip, FULL, new_receipt(self.round.code))

    def change(self, kind, **wanted):
        asked = Wanted(kind, self.road.application("A001"), **wanted)
        change = ask_code_change(self.channel, asked, reason="纸条受潮损坏", by=self.cast.omar)
        agree_code_change(change, by=self.cast.sec)
        draw = draw_for(change)
        carry_out_code_change(change, draw, by=self.cast.omar)
        return draw.slips


@pytest.fixture
def survey(cast):
    return remembered("survey", cast, lambda: Survey(cast))


def test_a_ballot_keeps_the_group_of_its_code(survey):
    for group in ("firms", "residents"):
        cast_ballot(survey.paper(), survey.slips["A001", group][0], FULL, new_receipt(survey.round.code))

    assert sorted(Ballot.objects.values_list("group", "answers")) == [
        ("firms", "20|20|20|20|20"),
        ("residents", "20|20|20|20|20"),
    ]
    assert set(vars(Ballot.objects.first())) - {"_state"} == {
        *("id", "round_id", "channel_id", "application_id", "group", "answers", "receipt_digest"),
    }


@pytest.mark.parametrize(
    ("group", "said"), [("", "belongs to one group of voters"), ("kings", "is not one of the rules")]
)
def test_no_code_is_made_without_a_group_or_for_an_unknown_one(cast, group, said):
    survey = Survey(cast, opened=False)

    with pytest.raises(DomainError, match=said) as caught:
        survey.issue(survey.road.application("A001"), group)
    assert caught.value.field == "group"


@pytest.mark.parametrize("typed", ["7", "07", "7.0", "7.00", "７", " 7 "])
def test_the_same_points_are_one_pattern_however_they_are_typed(survey, typed):
    assert survey.paper().read(FULL | {"service": typed}) == "20|7|20|20|20"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "has no points"),
        ("21", "20"),
        ("-1", "Sense|service|Will to serve"),
        ("7.5", "step"),
        ("seven", "Will to serve"),
        ("none", "Will to serve"),
    ],
)
def test_doubtful_points_are_refused_by_the_question(survey, typed, said):
    with pytest.raises(InputErrors, match=said) as caught:
        survey.paper().read(FULL | {"service": typed})

    assert [error.field for error in caught.value.errors] == ["item-service"]


def test_forms_are_counted_by_pattern_within_their_group(survey):
    survey.cast_all("firms", "residents")

    rows = [row for row in gather(survey.round, "survey").forms if row.entry == "A001"]
    assert [(row.group, row.answers, row.count, row.rater) for row in rows] == [
        ("firms", "20|20|20|20|20", VOTERS, ""),
        ("residents", "20|20|20|20|20", VOTERS, ""),
    ]


def test_a_group_with_too_few_ballots_is_told_and_stops_the_tally(survey):
    survey.cast_all("firms")

    assert turnout_now(survey.channel)["A001"] == (0, False)
    assert any("too few ballots" in str(task.title) for task in tasks_of_round(survey.round))
    close_stage(survey.stage, by=survey.cast.omar)
    sign_box(survey.channel.box_count, by=survey.cast.audrey)
    tally = request_tally(survey.round, "survey", by=survey.cast.omar)
    run_tally(tally)
    tally.refresh_from_db()
    assert result_of(tally)["state"] == "blocked"


def test_with_all_groups_there_is_enough(survey):
    survey.cast_all("firms", "residents")

    assert turnout_now(survey.channel) == {f"A00{n}": (10, True) for n in range(1, 5)}


def test_a_code_that_changed_its_group_is_not_the_one_committed_to(survey):
    assert differences(survey.channel) == []
    Code.objects.filter(serial="A001-0001").update(group="residents")

    assert len(differences(survey.channel)) == 1
    assert differences(survey.channel)[0].startswith("A001")


def test_the_public_page_says_that_the_fingerprint_holds_the_groups(survey):
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"

    text = client.get(page("ballot-box", survey)).content.decode()
    assert "the key of the group of voters for which the code was made" in text


def test_codes_made_in_place_of_others_keep_their_groups(survey):
    slips = survey.change("replace", first=5, last=6)

    assert [one.group for one in slips] == ["firms", "residents"]
    assert list(Code.objects.filter(revoked=True).order_by("serial").values_list("group", flat=True)) == [
        "firms",
        "residents",
    ]
    assert differences(survey.channel) == []


def test_more_codes_are_asked_for_with_their_group(survey):
    with pytest.raises(DomainError, match="belongs to one group of voters"):
        survey.change("issue", quantity=2)

    assert {one.group for one in survey.change("issue", quantity=2, group="firms")} == {"firms"}


def page(name, survey, *more):
    return reverse(f"evaluation:{name}", args=[survey.round.code, *more])


def test_the_desk_makes_codes_for_one_group_and_the_file_says_which(cast):
    survey, client = Survey(cast, opened=False), english(cast.omar)
    made = {"made": Code.objects.count(), "number": "2", "application": survey.road.application("A001").pk}

    refused = client.post(page("code-issue", survey), made)
    assert refused.status_code == 200
    assert "Nothing is chosen" in refused.content.decode()
    answer = client.post(page("code-issue", survey), made | {"group": "residents"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".csv"))
        rows = list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
    assert [row["Group of voters"] for row in rows] == ["Residents", "Residents"]
    assert name.endswith("-A001-residents-codes.csv")
    shown = client.get(page("code-list", survey)).content.decode()
    assert "Residents 7" in shown
    assert "Firms 5" in shown


def test_the_page_takes_points_and_says_what_is_kept(survey):
    client = Client(headers={"accept-language": "en"})
    blank = client.get(page("ballot-page", survey, "A001")).content.decode()

    assert 'name="item-service"' in blank
    assert "Firms, Residents" in blank or "企业法人、居民代表" in blank
    code, cast_url = survey.slips["A001", "firms"][0], page("ballot-cast", survey, "A001")
    typed = {f"item-{key}": "19" for key in ITEMS} | {"code": code}
    second = client.post(cast_url, typed | {"item-style": "25"}).content.decode()
    assert 'value="25"' in second
    receipt = second.partition('name="receipt" value="')[2].partition('"')[0]
    refused = client.post(cast_url, typed | {"item-style": "25", "receipt": receipt})
    assert refused.status_code == 422
    assert 'value="25"' in refused.content.decode()
    assert not Ballot.objects.exists()
    done = client.post(cast_url, typed | {"receipt": receipt})
    assert done.status_code == 200
    assert Ballot.objects.get().answers == "19|19|19|19|19"


def test_the_page_of_a_change_asks_for_the_group(survey):
    shown = client_of(survey.cast.omar).get(page("code-change-ask", survey)).content.decode()

    assert "企业法人" in shown

"""Every scheme that is offered runs from its start to an adopted result, and its bundle gives the same bytes again."""

import subprocess
import sys

import pytest
from django.utils import translation

from applications.models import Application
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.explanation import explanation_of
from evaluation.selectors.results import result_of
from evaluation.selectors.sheet_document import sheets_data
from evaluation.selectors.workbook import result_workbook
from evaluation.tally import read_bundle, result_bytes, run
from tests.journey import OFFERED, Journey
from tests.recalculated import assert_computes_itself

pytestmark = pytest.mark.django_db
CODES = ["A001", "A002", "A003", "A004"]


@pytest.mark.parametrize("key", OFFERED)
def test_it_runs_to_an_adopted_result(cast, key, tmp_path):
    journey = Journey(cast, key)
    stages = list(journey.road.round.stages.select_related("round").order_by("position"))

    for stage in stages:
        tally = journey.run(stage)
        stage.refresh_from_db()
        assert stage.status == "tallied"

    told = result_of(tally)
    assert told["state"] == "final"
    assert [row["entry"] for row in told["stages"][-1]["entries"]] == CODES
    assert "awarded" in {row["outcome"] for row in told["selection"]}
    gathered = gather(journey.road.round, stages[-1].key)
    assert result_bytes(run(gathered.rules, gathered.inputs, stages[-1].key).result).decode() == tally.result
    assert_computes_itself(result_workbook(tally))
    written = write_inspection_bundle(gathered, journey.road.round, stages[-1].key, tmp_path / "bundle.zip")
    again = read_bundle(tmp_path / "bundle.zip")
    assert written.decode() == tally.result
    assert result_bytes(run(again.rules, again.inputs, stages[-1].key).result) == written
    assert (again.inputs.patterns, again.inputs.wide) == (gathered.inputs.patterns, gathered.inputs.wide)


@pytest.mark.parametrize(
    ("key", "channel", "head", "end"),
    [
        ("people-korea-votes", "votes", "网络投票", "考核办〔2026〕3号"),
        ("window-ledger", "ledger", "到岗", "考核办〔2026〕3号"),
        ("kenli-creation", "staff", "", ""),
        ("zhenhai-projects", "vote", "", ""),
    ],
)
def test_signed_sheets_name_the_record_that_figures_come_from(cast, key, channel, head, end):
    journey = Journey(cast, key)
    stage = journey.road.round.stages.get(position=1)
    stage.round = journey.road.round
    journey.run(stage)
    found = journey.road.round.channels.get(key=channel)

    data = sheets_data(found, list(found.raters_assigned.select_related("user")), named=True)
    assert data["sum"] == ("依据" if end else "")
    width = 3 + len(data["criteria"]) + bool(end)
    assert all(len(row) == width and (row[-1] == end or not end) for row in data["raters"][0]["rows"])


def test_applications_of_a_single_stage_are_free_to_be_designated(cast):
    journey = Journey(cast, "people-korea-votes")
    stage = journey.road.round.stages.select_related("round").get()
    journey.run(stage)

    states = set(Application.objects.filter(round=journey.road.round).values_list("status", flat=True))
    assert states == {"accepted"}


@pytest.mark.parametrize(
    "key", ["hangzhou-appraisal", "fuzhou-windows", "laizhou-ballot", "jungar-talent-sign"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_an_application_says_line_by_line_what_the_command_says(cast, tmp_path, key, language):
    journey = Journey(cast, key)
    tally = journey.run_all()
    bundle = tmp_path / "bundle"
    write_inspection_bundle(gather(tally.round, tally.through), tally.round, tally.through, bundle)
    asked = ["-m", "evaluation.tally", str(bundle), "--explain", "A002", "--lang", language[:2]]

    told = subprocess.run([sys.executable, *asked], capture_output=True, text=True, check=True).stdout
    with translation.override(language):
        lines = [line.text for line in explanation_of(tally, "A002").lines]

    assert [line.strip() for line in told.splitlines() if line.strip()] == lines

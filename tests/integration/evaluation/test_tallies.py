"""Tallies: asked for, counted once, kept once; the shortlist, the bundle, the committee's decision."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation import tally as engine
from evaluation.models import Ballot, Tally, TieDecision
from evaluation.selectors.bundle import gather
from evaluation.selectors.results import open_ties, result_of
from evaluation.services import tallies
from evaluation.services.decisions import record_tie_decision
from evaluation.services.results import adopt_result, apply_shortlist, export_bundle
from evaluation.services.tallies import request_tally, run_tally, sweep_tallies
from tests.ballots import MARKS, close_rating, fill_rating, open_rating, tally_rating
from tests.orders import lay_anew, shuffle_bundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(cast):
    return open_rating(cast)


def test_a_tally_through_the_first_stage_ranks_and_cuts(road):
    tally = tally_rating(road)

    assert (tally.status, tally.state, tally.progress) == ("done", "final", 4)
    places = result_of(tally)["stages"][0]["entries"]
    assert [(place["entry"], place["rank"], place["outcome"]) for place in places] == [
        ("A001", 1, "advanced"),
        ("A002", 2, "advanced"),
        ("A003", 3, "advanced"),
        ("A004", 4, "eliminated"),
    ]
    # 40 for the clients' 100, 30 for the only supervisor who may judge it: full marks.
    assert places[0]["total"] == {"exact": "70/1", "printed": "70.00"}
    assert places[0]["channels"]["supervisors"]["recused"] == 1
    assert tally.result_digest == hashlib.sha256(tally.result.encode()).hexdigest()


def test_the_command_gives_the_same_bytes_from_the_bundle(road, tmp_path):
    tally = tally_rating(road)
    folder = export_bundle(road.round, "social", tmp_path / "bundle")

    computed = recompute(folder, "--through", "social")
    assert computed.stdout == tally.result.encode()
    assert recompute(folder, "--check").returncode == 0
    assert "S01" in (folder / "forms.csv").read_text()
    assert "sun" not in (folder / "forms.csv").read_text().lower()


def test_a_bundle_is_the_same_bytes_each_time_and_in_each_language(road, tmp_path, settings):
    tally_rating(road)
    first = export_bundle(road.round, "social", tmp_path / "one.zip").read_bytes()
    settings.LANGUAGE_CODE = "zh-hans"

    assert export_bundle(road.round, "social", tmp_path / "two.zip").read_bytes() == first


def test_no_order_of_rows_and_no_language_changes_a_byte_of_the_result(road, tmp_path):
    tally = tally_rating(road)
    folder = export_bundle(road.round, "social", tmp_path / "bundle")
    rng = Random(1)

    for language in ("zh-hans", "en", "de"):
        lay_anew(road.round, rng)
        shuffle_bundle(folder, rng)
        with translation.override(language):
            read = [gather(road.round, "social"), engine.read_bundle(folder)]
            counted = [engine.run(one.rules, one.inputs, "social").result for one in read]

        assert [engine.result_bytes(one) for one in counted] == [tally.result.encode()] * 2


def test_a_bundle_whose_inputs_have_changed_is_not_given_out(road, tmp_path):
    tally_rating(road)
    Ballot.objects.first().delete()

    with pytest.raises(DomainError, match="inputs have changed"):
        export_bundle(road.round, "social", tmp_path / "bundle")


def test_without_a_result_there_is_no_bundle(road, tmp_path):
    with pytest.raises(DomainError, match="no result yet"):
        export_bundle(road.round, "social", tmp_path / "bundle")


def test_the_shortlist_moves_the_applications_on_and_ends_the_stage(road):
    tally = tally_rating(road)

    apply_shortlist(tally, by=road.cast.omar)

    statuses = [application.status for application in road.applications]
    assert statuses == ["shortlisted", "shortlisted", "shortlisted", "eliminated"]
    assert road.social.status == "tallied"
    with pytest.raises(StaleState):
        apply_shortlist(tally, by=road.cast.omar)


@pytest.mark.parametrize("who", ["alice", "sun", "sec", "audrey", "chen"])
def test_only_the_organizer_tallies_and_adopts(road, who):
    person = getattr(road.cast, who)
    tally = tally_rating(road)

    with pytest.raises(NotAllowed):
        request_tally(road.round, "social", by=person)
    with pytest.raises(NotAllowed):
        adopt_result(tally, by=person)


def test_an_open_stage_is_not_tallied(road):
    with pytest.raises(DomainError, match="is not closed"):
        request_tally(road.round, "social", by=road.cast.omar)


def test_a_stage_that_does_not_exist_is_not_tallied(road):
    with pytest.raises(DomainError, match="no stage"):
        request_tally(road.round, "nonsense", by=road.cast.omar)


def test_one_tally_at_a_time(road):
    fill_rating(road)
    close_rating(road)
    request_tally(road.round, "social", by=road.cast.omar)

    with pytest.raises(StaleState, match="under way"):
        request_tally(road.round, "social", by=road.cast.omar)


def test_however_often_it_is_delivered_there_is_one_result(road):
    tally = tally_rating(road)

    assert [run_tally(Tally.objects.get(pk=tally.pk)) for _time in range(3)] == [None] * 3
    assert AuditEvent.objects.filter(event="finish_tally").count() == 1


def test_a_second_tally_needs_a_reason_and_says_when_nothing_has_changed(road):
    first = tally_rating(road)
    with pytest.raises(DomainError, match="why it is tallied again"):
        request_tally(road.round, "social", by=road.cast.omar)

    again = request_tally(road.round, "social", by=road.cast.omar, reason="A member asked for it.")
    run_tally(again)

    again.refresh_from_db()
    assert again.status == "failed"
    assert f"since tally {first.number}" in again.problem
    assert Tally.objects.done().count() == 1


def test_a_lost_process_is_found_and_counted_again(road):
    fill_rating(road)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    hour = timedelta(hours=1)
    long_ago = clock.now() - hour
    Tally.objects.filter(pk=tally.pk).update(status="running", heartbeat=long_ago, created_at=long_ago)
    sent = []

    assert sweep_tallies(sent.append) == 1
    assert sent == [tally.pk]
    assert sweep_tallies(sent.append) == 0
    assert run_tally(Tally.objects.get(pk=tally.pk)).state == "final"
    assert sweep_tallies(sent.append, at=clock.now() + hour) == 0


def test_a_tally_that_works_is_left_alone(road):
    fill_rating(road)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    Tally.objects.filter(pk=tally.pk).update(status="running", heartbeat=clock.now())

    assert sweep_tallies(lambda _pk: None) == 0


def test_two_processes_that_both_count_keep_one_result(road, monkeypatch):
    fill_rating(road)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    from_within = []

    def count_meanwhile(*args):
        # Taken for lost while it counts: the other one begins and ends before it.
        monkeypatch.undo()
        Tally.objects.filter(pk=tally.pk).update(status="queued")
        from_within.append(run_tally(Tally.objects.get(pk=tally.pk)))
        return gather(*args)

    gather = tallies.gather
    monkeypatch.setattr(tallies, "gather", count_meanwhile)

    assert run_tally(Tally.objects.get(pk=tally.pk)) is None
    assert from_within[0].state == "final"
    assert Tally.objects.done().count() == 1


def test_a_tie_that_the_rules_leave_open_waits_for_the_committee(cast, tmp_path):
    road = tied_road(cast)
    tally = tally_rating_tied(road)

    assert tally.needs_decision
    (tie,) = open_ties(tally)
    assert (tie.stage_key, tie.codes) == ("social", ("A003", "A004"))

    record_tie_decision(
        tally, "social", {"A003": 2, "A004": 1}, reason="On the strength of papers.", by=cast.sec
    )
    again = request_tally(road.round, "social", by=cast.omar, reason="The committee has decided the tie.")
    run_tally(again)
    again.refresh_from_db()
    assert again.is_final
    outcomes = {row["entry"]: row["outcome"] for row in result_of(again)["stages"][0]["entries"]}
    assert (outcomes["A003"], outcomes["A004"]) == ("eliminated", "advanced")
    folder = export_bundle(road.round, "social", tmp_path / "bundle")
    assert recompute(folder, "--check").returncode == 0


def test_a_decision_names_each_tied_application_once(cast):
    road = tied_road(cast)
    tally = tally_rating_tied(road)
    reason = "On the strength of papers."

    for places in ({"A003": 1, "A004": 1}, {"A003": 0, "A004": 1}, {"A003": 1, "A004": 3}):
        with pytest.raises(DomainError, match="its own place"):
            record_tie_decision(tally, "social", places, reason=reason, by=cast.sec)
    for places in ({"A003": 1}, {"A001": 1, "A003": 2}, {}):
        with pytest.raises(DomainError, match="does not ask"):
            record_tie_decision(tally, "social", places, reason=reason, by=cast.sec)
    with pytest.raises(DomainError, match="reason"):
        record_tie_decision(tally, "social", {"A003": 1, "A004": 2}, reason="so", by=cast.sec)
    with pytest.raises(NotAllowed):
        record_tie_decision(tally, "social", {"A003": 1, "A004": 2}, reason=reason, by=cast.omar)
    assert not TieDecision.objects.exists()
    record_tie_decision(tally, "social", {"A003": 1, "A004": 2}, reason=reason, by=cast.sec)
    with pytest.raises(StaleState):
        record_tie_decision(tally, "social", {"A003": 2, "A004": 1}, reason=reason, by=cast.sec)


def test_a_result_that_waits_or_is_old_is_not_adopted(cast):
    road = tied_road(cast)
    tally = tally_rating_tied(road)

    with pytest.raises(DomainError, match="no final result"):
        adopt_result(tally, by=cast.omar)


def test_no_score_and_no_code_enters_the_trail(road):
    tally_rating(road)

    codes = [code for codes in road.codes.values() for code in codes]
    bodies = "".join(AuditEvent.objects.values_list("body", flat=True))
    assert not any(code in bodies or code.replace("-", "") in bodies for code in codes)
    assert "very_satisfied" not in bodies
    mixed = json.loads(AuditEvent.objects.get(event="mix_ballots").body)
    assert mixed["data"]["ballots"] == "20"


def tied_road(cast):
    """Two brands alike in everything, at the cut, and rules that leave the order to the committee."""
    document_stage = [
        {"key": "social", "use": ["supervisors", "clients"], "keep": {"top": "3"}, "tie_at_cut": "order"},
        {"key": "review", "use": ["supervisors", "clients", "panel"]},
    ]
    return open_rating(cast, stage=document_stage)


def tally_rating_tied(road):
    fill_rating(road, (*MARKS[:2], MARKS[2], MARKS[2]))
    ballots = Ballot.objects.filter(application=road.application("A004"))
    for ballot, twin in zip(
        ballots, Ballot.objects.filter(application=road.application("A003")), strict=True
    ):
        Ballot.objects.filter(pk=ballot.pk).update(answers=twin.answers)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    run_tally(tally)
    return Tally.objects.select_related("round").get(pk=tally.pk)


def recompute(folder, *options):
    command = [sys.executable, "-m", "evaluation.tally", str(folder), *options]
    bare = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False, env=bare)


def test_the_command_writes_the_bundle_or_says_why_not(road, tmp_path):
    with pytest.raises(CommandError, match="no result yet"):
        call_command("export_bundle", road.round.code, str(tmp_path / "one"))
    tally = tally_rating(road)
    call_command("export_bundle", road.round.code, str(tmp_path / "two"))

    assert (tmp_path / "two" / "result.json").read_text() == tally.result
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_bundle", road.round.code, str(tmp_path / "two"), "--through", "social")
    with pytest.raises(CommandError, match="no round"):
        call_command("export_bundle", "nowhere", str(tmp_path / "three"))
    with pytest.raises(CommandError, match="no result yet"):
        call_command("export_bundle", road.round.code, str(tmp_path / "four"), "--through", "nonsense")

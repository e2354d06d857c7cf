"""Amending the rules of an open round: a reason, a second person, who moves; versions and results stay."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.models import Round
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.rulebook import fingerprint
from evaluation.models import Amendment, BoxCount, Channel, Criterion, ScoreSheet, Tally
from evaluation.selectors.amendments import changes_of, moves_of
from evaluation.selectors.ranking import ranking_of
from evaluation.selectors.rules import read_document, rules_of, rules_of_tally
from evaluation.selectors.tally_tasks import amendments_awaited
from evaluation.services.amendments import confirm_amendment, propose_amendment, reject_amendment
from evaluation.services.boxes import sign_box
from evaluation.services.results import adopt_result, export_bundle
from evaluation.services.rounds import open_round
from evaluation.services.stages import close_stage
from evaluation.services.tallies import request_tally, run_tally
from tests.ballots import open_rating, tally_rating
from tests.cast import client_of
from tests.integration.evaluation.conftest import AT, english
from tests.journey import Journey

REASON = "The notice names two seats, the rules said three."
CUT = {"stage.social.keep.top": "2"}
LIST = reverse("evaluation:amendment-list", args=["2031-small"])
NEW = reverse("evaluation:amendment-create", args=["2031-small"])


@pytest.fixture
def opened(draft, cast):
    return open_round(draft, by=cast.omar)


@pytest.fixture
def road(cast):
    return open_rating(cast)


def proposed(round, by, **more):
    return propose_amendment(round, more.get("figures", CUT), reason=REASON, by=by)


def test_a_proposal_changes_nothing_yet(opened, cast):
    before = opened.rules

    amendment = proposed(opened, cast.omar)

    opened.refresh_from_db()
    assert (opened.rules, opened.rules_version) == (before, 1)
    assert (amendment.before_rules, amendment.number, amendment.status) == (before, 1, "proposed")
    assert fingerprint(amendment.rules) == amendment.fingerprint != opened.rules_fingerprint
    assert [(one.path, one.before, one.after) for one in changes_of(amendment)] == [
        ("stage.social.keep.top", "3", "2")
    ]


def test_the_second_person_puts_the_new_version_into_force(opened, cast):
    figures = {
        "channel.panel.weight": "35",
        "channel.clients.weight": "35",
        "channel.panel.items.papers.max": "70",
        "channel.panel.min_valid": "2",
    }
    amendment = proposed(opened, cast.omar, figures=figures)

    confirm_amendment(amendment, by=cast.sec)

    round = Round.objects.get(pk=opened.pk)
    assert (round.rules, round.rules_fingerprint) == (amendment.rules, amendment.fingerprint)
    assert round.rules_version == 2
    rules = rules_of(round)
    # What follows from the points follows anew: 70 and 40.
    assert (rules.channels["panel"].max, rules.channels["panel"].cap) == (110, 110)
    panel = Channel.objects.get(round=round, key="panel")
    assert (panel.weight, panel.max, panel.min_valid) == ("35", "110", 2)
    assert Criterion.objects.get(channel=panel, key="papers").max == "70"
    event = AuditEvent.objects.get(event="amend_rules")
    assert amendment.fingerprint in event.body
    assert AuditEvent.objects.filter(event="confirm_amendment").count() == 1


def test_the_public_page_tells_of_an_amendment_once_it_is_in_force(opened, cast, client):
    public = opened.get_absolute_url()
    before = opened.rules_fingerprint
    amendment = proposed(opened, cast.omar)
    assert REASON not in client.get(public).content.decode()

    confirm_amendment(amendment, by=cast.sec)

    text = client.get(public).content.decode()
    assert REASON in text
    assert before[:4] in text
    assert cast.omar.name not in text


def test_whoever_proposes_does_not_confirm(opened, cast):
    amendment = proposed(opened, cast.omar)

    with pytest.raises(DomainError, match="Another person"):
        confirm_amendment(amendment, by=cast.omar)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(status="confirmed", decided_by=cast.omar)
    opened.refresh_from_db()
    assert opened.rules_version == 1


@pytest.mark.parametrize("who", ["alice", "sun", "audrey", "sec", "chen"])
def test_only_the_organizer_proposes(opened, cast, who):
    with pytest.raises(NotAllowed):
        proposed(opened, getattr(cast, who))


@pytest.mark.parametrize("who", ["alice", "sun", "audrey", "chen"])
def test_others_do_not_confirm(opened, cast, who):
    amendment = proposed(opened, cast.omar)

    with pytest.raises(NotAllowed):
        confirm_amendment(amendment, by=getattr(cast, who))


def test_one_proposal_at_a_time_and_it_can_be_put_aside(opened, cast):
    amendment = proposed(opened, cast.omar)
    with pytest.raises(StaleState, match="second person"):
        proposed(opened, cast.omar)

    reject_amendment(amendment, by=cast.omar)
    with pytest.raises(StaleState):
        confirm_amendment(amendment, by=cast.sec)
    assert proposed(opened, cast.omar).number == 2
    opened.refresh_from_db()
    assert opened.rules_version == 1


@pytest.mark.parametrize("reason", ["", "so", "  short   "])
def test_without_a_reason_nothing_is_proposed(opened, cast, reason):
    with pytest.raises(DomainError) as refused:
        propose_amendment(opened, CUT, reason=reason, by=cast.omar)
    assert refused.value.field == "reason"
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"channel.clients.weight": "-1"}, "channel.clients.weight"),
        ({"channel.clients.min_valid": "4"}, "channel.clients.min_valid"),
        ({"select.seats": "two"}, "select.seats"),
    ],
)
def test_a_faulty_figure_is_named(opened, cast, figures, field):
    with pytest.raises(InputErrors) as refused:
        propose_amendment(opened, figures, reason=REASON, by=cast.omar)
    assert {error.field for error in refused.value.errors} == {field}


def test_rules_as_they_are_are_no_amendment(opened, cast):
    with pytest.raises(DomainError, match="Nothing is changed"):
        propose_amendment(opened, {"stage.social.keep.top": "3"}, reason=REASON, by=cast.omar)


@pytest.mark.parametrize("status", ["draft", "notice", "named", "cancelled"])
def test_rules_are_amended_between_opening_and_notice_only(opened, cast, status):
    Round.objects.filter(pk=opened.pk).update(status=status)
    opened.refresh_from_db()

    with pytest.raises(StaleState, match="only between"):
        proposed(opened, cast.omar)
    assert client_of(cast.omar).get(NEW).status_code == 409


def test_a_round_that_went_on_is_not_amended_by_an_old_proposal(opened, cast):
    amendment = proposed(opened, cast.omar)
    Round.objects.filter(pk=opened.pk).update(status="notice")

    with pytest.raises(StaleState):
        confirm_amendment(Amendment.objects.get(pk=amendment.pk), by=cast.sec)


def test_what_a_form_asks_for_stays_once_it_lies_on_the_desks(road):
    with pytest.raises(InputErrors) as refused:
        propose_amendment(
            road.round, {"channel.supervisors.items.name.max": "50"}, reason=REASON, by=road.cast.omar
        )

    assert [error.field for error in refused.value.errors] == ["channel.supervisors.items.name.max"]
    papers = {"channel.panel.items.papers.max": "50"}
    assert propose_amendment(road.round, papers, reason=REASON, by=road.cast.omar).is_proposed


def test_it_shows_who_moves_out_where_a_tally_exists(road):
    tally = tally_rating(road)
    amendment = proposed(road.round, road.cast.omar)

    (moves,) = moves_of(road.round, amendment.before_rules, amendment.rules)
    assert moves.tally == tally
    assert [one.code for one in moves.moved_out] == ["A003"]
    assert moves.moved_in == []

    page = english(road.cast.sec).get(amendment.get_absolute_url()).content.decode()
    assert "Moves out" in page
    assert "A003" in page
    assert REASON in page


def test_a_result_made_before_is_not_adopted_and_stays_explained_by_its_own_version(road, tmp_path):
    old = tally_rating(road)
    shown = [row.rank for row in ranking_of(old).rows]
    confirm_amendment(proposed(road.round, road.cast.omar), by=road.cast.sec)
    old = Tally.objects.select_related("round").get(pk=old.pk)

    with pytest.raises(StaleState, match="amended after this tally"):
        adopt_result(old, by=road.cast.omar)
    assert rules_of_tally(old).fingerprint == old.rules_fingerprint != old.round.rules_fingerprint
    assert [row.rank for row in ranking_of(old).rows] == shown
    assert len(ranking_of(old).above) == 3
    with pytest.raises(DomainError, match="Tally again"):
        export_bundle(old.round, "social", tmp_path / "old.zip")

    new = request_tally(old.round, "social", by=road.cast.omar, reason="The rules were amended.")
    new = run_tally(new)
    # The same inputs: another version gives another result, beside the old one.
    assert (new.status, new.inputs_digest) == ("done", old.inputs_digest)
    assert new.rules_fingerprint == old.round.rules_fingerprint
    assert len(ranking_of(new).above) == 2
    assert Tally.objects.done().count() == 2
    adopt_result(new, by=road.cast.omar)
    export_bundle(new.round, "social", tmp_path / "new.zip")


def test_doubts_know_the_real_field_and_the_real_raters(road):
    figures = {"stage.social.keep.top": "5", "channel.supervisors.min_valid": "3"}
    amendment = proposed(road.round, road.cast.omar, figures=figures)

    page = english(road.cast.sec).get(amendment.get_absolute_url())

    found = {fault.path: fault.message for fault in page.context["doubts"]}
    assert set(found) == {"stage.social.keep.top", "channel.supervisors.min_valid"}
    assert "the 4 entries" in found["stage.social.keep.top"]
    assert "only 2 raters" in found["channel.supervisors.min_valid"]


def test_rules_do_not_change_under_an_announced_result(road):
    adopt_result(tally_rating(road), by=road.cast.omar)
    round = Round.objects.get(pk=road.round.pk)

    with pytest.raises(DomainError, match=r"is announced.*A003"):
        proposed(round, road.cast.omar)
    harmless = {"channel.panel.weight": "20", "select.seats": "1"}
    amendment = propose_amendment(round, harmless, reason=REASON, by=road.cast.omar)
    assert confirm_amendment(amendment, by=road.cast.sec).status == "confirmed"


def test_a_result_announced_after_the_proposal_stands_in_its_way(road):
    tally = tally_rating(road)
    amendment = proposed(road.round, road.cast.omar)
    adopt_result(Tally.objects.select_related("round").get(pk=tally.pk), by=road.cast.omar)

    with pytest.raises(DomainError, match="is announced"):
        confirm_amendment(Amendment.objects.select_related("round").get(pk=amendment.pk), by=road.cast.sec)
    amendment.refresh_from_db()
    assert amendment.is_proposed
    assert Round.objects.get(pk=road.round.pk).rules_version == 1


def test_a_correction_after_the_announcement_stands_beside_the_old_result(road):
    old = tally_rating(road)
    adopt_result(old, by=road.cast.omar)
    ScoreSheet.objects.filter(status="signed").update(answers="20|30")
    with pytest.raises(DomainError, match="Say in at least"):
        request_tally(road.round, "social", by=road.cast.omar)

    again = run_tally(request_tally(road.round, "social", by=road.cast.omar, reason="A member asked for it."))

    old.refresh_from_db()
    assert old.is_adopted
    assert again.number == old.number + 1
    assert again.reason == "A member asked for it."


def test_the_pages_lead_from_proposal_to_confirmation(opened, cast):
    client = english(cast.omar)
    form = client.get(NEW).context["form"]
    typed = {name: field.initial or "" for name, field in form.fields.items()}

    refused = client.post(NEW, typed | CUT | {"reason": "so"})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["reason"]
    assert refused.context["form"]["stage.social.keep.top"].value() == "2"
    response = client.post(NEW, typed | CUT | {"reason": REASON})
    amendment = Amendment.objects.get()
    assert response["Location"] == amendment.get_absolute_url()
    assert [one.path for one in changes_of(amendment)] == ["stage.social.keep.top"]
    assert [task.url for task in amendments_awaited(cast.sec)] == [amendment.get_absolute_url()]
    assert amendments_awaited(cast.omar) == []

    act = reverse("evaluation:amendment-act", args=["2031-small", 1, "confirm"])
    assert client.post(act).status_code == 422
    assert client_of(cast.audrey).post(act).status_code == 403
    assert english(cast.sec).get(act).status_code == 200
    assert english(cast.sec).post(act).status_code == 302
    opened.refresh_from_db()
    assert opened.rules_version == 2
    assert amendments_awaited(cast.sec) == []
    text = english(cast.audrey).get(LIST).content.decode()
    assert opened.rules_fingerprint in text
    assert REASON in text


def test_strangers_see_no_amendment(opened, cast):
    amendment = proposed(opened, cast.omar)
    for user in (cast.alice, cast.sun):
        assert client_of(user).get(LIST).status_code == 403
        assert client_of(user).get(amendment.get_absolute_url()).status_code == 403
    missing = reverse("evaluation:amendment-detail", args=["2031-small", 9])
    assert client_of(cast.omar).get(missing).status_code == 404
    nonsense = reverse("evaluation:amendment-act", args=["2031-small", 1, "forget"])
    assert client_of(cast.omar).get(nonsense).status_code == 404


def test_unsigned_sheets_hold_the_tally_up_unless_the_rules_leave_them_out(rated, cast):
    stage = rated.stage("social")
    with pytest.raises(DomainError, match="not signed"):
        close_stage(stage, by=cast.omar, at=AT)
    figures = {"stage.social.unsigned": "leave_out"}

    confirm_amendment(propose_amendment(stage.round, figures, reason=REASON, by=cast.omar), by=cast.sec)

    assert read_document(Round.objects.get().rules)["stage"][0]["unsigned"] == "leave_out"
    assert close_stage(rated.stage("social"), by=cast.omar, at=AT).status == "closed"
    sign_box(BoxCount.objects.get(), by=cast.audrey, at=AT)
    tally = run_tally(request_tally(rated.stage("social").round, "social", by=cast.omar))
    counts = json.loads(tally.result)["channels"]["supervisors"]
    assert (counts["valid"], counts["returned"]) == (0, counts["recused"])


def test_how_many_are_chosen_is_amended_until_the_vote_and_then_stays(cast):
    journey = Journey(cast, "laizhou-ballot")
    round, most = journey.road.round, {"channel.ballot.picks.at_most": "3"}
    amendment = propose_amendment(round, most, reason=REASON, by=cast.omar)
    confirm_amendment(amendment, by=cast.sec)

    round.refresh_from_db()
    assert rules_of(round).channels["ballot"].picks.at_most == 3
    assert journey.run_all().is_final
    with pytest.raises(InputErrors) as refused:
        propose_amendment(round, {"channel.ballot.picks.at_most": "2"}, reason=REASON, by=cast.omar)
    assert [error.field for error in refused.value.errors] == ["channel.ballot.picks.at_most"]

"""Divisions corrected and titles recorded: with a reason, until a tally is asked for, seen by the unit."""

import json

import pytest
from django.urls import reverse

from applications import services
from applications.models import StratumCorrection
from applications.services.strata import change_stratum
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.enums import TallyStatus
from evaluation.models import HeldTitle, Tally
from evaluation.selectors.bundle import gather
from evaluation.selectors.rules import rules_of
from evaluation.services.entries import correct_stratum, record_titles
from evaluation.services.rounds import build_stages
from tests.cast import client_of
from tests.divided import REASON, divided_round
from tests.filing import filled
from tests.integration.evaluation.conftest import english

PAPER = "省质监局〔2025〕3号文件公布，证书复印件在附件二"


@pytest.fixture
def application(cast):
    """Filed by the archives among “other units” and accepted."""
    round = divided_round(cast)
    build_stages(round, rules_of(round))
    draft = filled(round, cast.archives, cast.alice, stratum="others")
    filed = services.submit_application(services.send_application(draft, by=cast.alice), by=cast.bob)
    return services.accept_application(filed, by=cast.omar)


def asked_for(application, **facts):
    """A tally of the round that somebody has asked for."""
    return Tally.objects.create(
        round=application.round,
        number=1,
        through="social",
        requested_by=None,
        created_at=application.filed_at,
        **facts,
    )


def page(name, application):
    return reverse(f"evaluation:{name}", args=[application.round.code, application.code])


def test_a_corrected_division_is_counted_and_the_filed_version_stays(cast, application):
    correct_stratum(application, "windows", reason=REASON, by=cast.omar)

    application.refresh_from_db()
    assert application.stratum == "windows"
    assert application.filings.get().document["stratum"] == "others"
    assert gather(application.round, "social").inputs.entries[0].stratum == "windows"
    told = AuditEvent.objects.get(event="correct_stratum")
    assert json.loads(told.body)["data"] == {"from": "others", "to": "windows", "reason": REASON}
    assert told.actor == cast.omar


def test_the_unit_reads_what_was_corrected_and_why(cast, application):
    correct_stratum(application, "windows", reason=REASON, by=cast.omar)

    for user in (cast.alice, cast.bob, cast.omar, cast.audrey):
        text = client_of(user).get(application.get_absolute_url()).content.decode()
        assert REASON in text
        assert "窗口单位" in text
    assert client_of(cast.mallory).get(application.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["alice", "bob", "audrey", "sec", "ada", "sun"])
def test_only_the_organizer_corrects_and_records(cast, application, name):
    with pytest.raises(NotAllowed):
        correct_stratum(application, "windows", reason=REASON, by=getattr(cast, name))
    with pytest.raises(NotAllowed):
        record_titles(application, ["provincial"], evidence=PAPER, by=getattr(cast, name))


@pytest.mark.parametrize(
    ("stratum", "reason", "field"),
    [
        ("palaces", REASON, "stratum"),
        ("others", REASON, "stratum"),
        ("windows", "太短", "reason"),
        ("windows", "", "reason"),
        ("windows", "长" * 301, "reason"),
    ],
)
def test_a_correction_is_refused_with_the_field_at_fault(cast, application, stratum, reason, field):
    with pytest.raises(DomainError) as caught:
        correct_stratum(application, stratum, reason=reason, by=cast.omar)

    assert caught.value.field == field
    assert not StratumCorrection.objects.exists()


def test_nothing_changes_once_a_tally_is_asked_for(cast, application):
    asked_for(application)

    with pytest.raises(StaleState):
        correct_stratum(application, "windows", reason=REASON, by=cast.omar)
    with pytest.raises(StaleState):
        record_titles(application, ["provincial"], evidence=PAPER, by=cast.omar)
    client = english(cast.omar)
    shown = client.get(page("entry-stratum", application)).content.decode()
    assert "A tally of this round was asked for" in shown
    assert "disabled" in shown
    assert (
        page("entry-stratum", application) not in client.get(application.get_absolute_url()).content.decode()
    )


def test_a_tally_that_failed_leaves_room_to_mend_what_it_failed_for(cast, application):
    asked_for(application, status=TallyStatus.FAILED, problem="没有组别", finished_at=application.filed_at)

    assert correct_stratum(application, "windows", reason=REASON, by=cast.omar).after == "windows"


def test_an_application_that_has_moved_on_is_not_corrected(cast, application):
    services.shortlist_application(application, by=cast.omar)

    with pytest.raises(StaleState):
        change_stratum(application, "windows", reason=REASON, by=cast.omar)


def test_a_title_is_recorded_with_its_evidence_and_enters_the_bundle(cast, application):
    record_titles(application, ["provincial"], evidence=PAPER, by=cast.omar)

    assert gather(application.round, "social").inputs.entries[0].flags == ("provincial",)
    text = client_of(cast.alice).get(application.get_absolute_url()).content.decode()
    assert "省级服务名牌称号" in text
    assert PAPER in text
    told = json.loads(AuditEvent.objects.get(event="record_titles").body)["data"]
    assert told == {"held": "provincial", "not_held": "", "evidence": PAPER}


def test_a_title_taken_back_leaves_one_row_with_the_new_reason(cast, application):
    record_titles(application, ["provincial"], evidence=PAPER, by=cast.omar)
    record_titles(application, [], evidence="证书已于2025年底到期，未续", by=cast.omar)

    row = HeldTitle.objects.get()
    assert (row.is_held, row.evidence) == (False, "证书已于2025年底到期，未续")
    assert gather(application.round, "social").inputs.entries[0].flags == ()


@pytest.mark.parametrize(
    ("held", "evidence", "field"),
    [(["national"], PAPER, "held"), (["provincial"], "无", "evidence"), ([], PAPER, None)],
)
def test_a_record_of_titles_is_refused_with_the_field_at_fault(cast, application, held, evidence, field):
    with pytest.raises(DomainError) as caught:
        record_titles(application, held, evidence=evidence, by=cast.omar)

    assert caught.value.field == field
    assert not HeldTitle.objects.exists()


def test_the_pages_correct_and_record(cast, application):
    client = english(cast.omar)

    assert page("entry-stratum", application) in client.get(application.get_absolute_url()).content.decode()
    done = client.post(
        page("entry-stratum", application), {"stratum": "windows", "reason": REASON}, follow=True
    )
    assert "The division is corrected" in done.content.decode()
    done = client.post(
        page("entry-titles", application), {"held": ["provincial"], "evidence": PAPER}, follow=True
    )
    assert "The titles are recorded" in done.content.decode()
    assert HeldTitle.objects.get().is_held


def test_a_refused_page_keeps_what_was_typed(cast, application):
    answer = english(cast.omar).post(
        page("entry-titles", application), {"held": ["provincial"], "evidence": "short"}
    )

    assert answer.status_code == 200
    assert "write 10 to 300 characters" in answer.content.decode()
    assert ">short</textarea>" in answer.content.decode().replace("\n", "")

"""From draft to acceptance through the services."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from applications import services
from applications.enums import ApplicationStatus, RoundStatus
from applications.models import Application, Filing
from applications.selectors.completeness import gaps_of
from applications.selectors.defects import open_defects
from applications.services.rounds import close_filing
from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState, each_error
from brandportal.outbox.models import Message
from tests.filing import day, filed, filled, open_round, returned, sent, started


def test_unit_files_with_two_people(cast):
    application = filed(cast, open_round(cast))

    filing = application.filings.get()
    assert application.status == ApplicationStatus.SUBMITTED
    assert (filing.number, filing.drafted_by, filing.approved_by) == (1, cast.alice, cast.bob)
    assert json.loads(filing.content)["brand_name"] == "文档连心桥"
    assert list(filing.files.all()) == [application.logo]
    events = AuditEvent.objects.filter(subject="applications.application:2026-ten/A001")
    assert [event.event for event in events] == [
        "start_application",
        "set_logo",
        "send_application",
        "submit_application",
    ]


def test_codes_run_through_the_round(cast):
    round = open_round(cast)

    codes = [started(round, cast.archives, cast.alice).code, started(round, cast.tourism, cast.mallory).code]

    assert codes == ["A001", "A002"]


def test_unit_files_no_more_than_the_rules_allow(cast):
    round = open_round(cast)
    started(round, cast.archives, cast.alice)

    with pytest.raises(DomainError, match="at most 1 in this round; yours has 1"):
        started(round, cast.archives, cast.alice)

    assert round.applications.count() == 1


def test_withdrawn_application_makes_room_for_another(cast):
    round = open_round(cast)
    services.withdraw_application(started(round, cast.archives, cast.alice), by=cast.bob)

    assert started(round, cast.archives, cast.alice).code == "A002"


def test_drafter_cannot_approve_their_own(cast):
    application = sent(cast, open_round(cast))
    services_roles(cast.alice, "drafter", "approver")

    with pytest.raises(DomainError, match="Another person of the unit must do so"):
        services.submit_application(application, by=cast.alice)

    application.refresh_from_db()
    assert application.status == ApplicationStatus.AWAITING_APPROVAL
    assert application.filings.count() == 0


def services_roles(user, *roles):
    user.grants.all().delete()
    for role in roles:
        user.grants.create(role=role)
    user.__dict__.pop("roles", None)


def test_database_refuses_a_filing_of_one_person(cast):
    application = filed(cast, open_round(cast))

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.create(
            application=application,
            number=2,
            content="{}",
            digest="0",
            drafted_by=cast.bob,
            approved_by=cast.bob,
            filed_at=clock.now(),
        )


def test_approver_of_another_unit_cannot_sign_off(cast):
    application = sent(cast, open_round(cast))

    with pytest.raises(NotAllowed):
        services.submit_application(application, by=cast.trent)


def test_incomplete_draft_is_refused_with_every_gap_at_once(cast):
    application = started(open_round(cast), cast.archives, cast.alice)

    with pytest.raises(InputErrors) as refusal:
        services.send_application(application, by=cast.alice)

    assert [one.field for one in each_error(refusal.value)] == [
        "contact_name",
        "contact_phone",
        "brand_name",
        "meaning",
        "logo",
        "overall-finding",
        "overall-measure",
        "tasks-finding",
        "tasks-measure",
        "main_text",
    ]


def test_overrun_is_kept_on_save_and_refused_on_sending(cast):
    application = filled(open_round(cast), cast.archives, cast.alice, main_text="档" * 203)

    application.refresh_from_db()
    assert application.main_text == "档" * 203
    assert [gap.message for gap in gaps_of(application)] == [
        "Main text: 203 characters, at most 200. Shorten it by 3."
    ]
    with pytest.raises(InputErrors, match="Shorten it by 3"):
        services.send_application(application, by=cast.alice)


def test_stale_page_changes_nothing(cast):
    application = filled(open_round(cast), cast.archives, cast.alice)
    old = application.revision
    services.save_application(application, by=cast.alice, revision=old, fields={"slogan": "新的口号"})

    stale = Application.objects.get(pk=application.pk)
    with pytest.raises(StaleState):
        services.save_application(stale, by=cast.alice, revision=old, fields={"slogan": "旧的口号"})

    application.refresh_from_db()
    assert (application.slogan, application.revision) == ("新的口号", old + 1)


def test_sent_application_cannot_be_changed(cast):
    application = sent(cast, open_round(cast))

    with pytest.raises(StaleState, match="cannot be changed now"):
        services.save_application(application, by=cast.alice, revision=application.revision, fields={})


def test_stranger_cannot_save(cast):
    application = started(open_round(cast), cast.archives, cast.alice)

    with pytest.raises(NotAllowed):
        services.save_application(application, by=cast.mallory, revision=1, fields={"slogan": "x"})


def test_return_names_every_defect_at_its_part(cast):
    application = returned(cast, open_round(cast), ("logo", "不清晰"), ("self_check.tasks", "未写问题"))

    assert application.status == ApplicationStatus.RETURNED
    assert [(one.part.label, one.step.value, one.text) for one in open_defects(application)] == [
        ("Logo", "brand", "不清晰"),
        ("Tasks", "self-check", "未写问题"),
    ]


def test_return_without_a_defect_is_refused(cast):
    application = filed(cast, open_round(cast))

    with pytest.raises(DomainError, match="name at least one"):
        services.return_application(application, [{"part": "logo", "text": "  "}], by=cast.omar)


def test_return_of_an_unknown_part_is_refused(cast):
    application = filed(cast, open_round(cast))

    with pytest.raises(DomainError, match="“moon” is not known"):
        services.return_application(application, [{"part": "moon", "text": "x"}], by=cast.omar)


def test_corrected_application_is_a_new_version_and_the_old_one_stays(cast):
    application = returned(cast, open_round(cast))
    services.save_application(
        application, by=cast.alice, revision=application.revision, fields={"slogan": "改过的口号"}
    )
    services.send_application(application, by=cast.alice)
    services.submit_application(application, by=cast.bob)

    first, second = application.filings.order_by("number")
    assert (first.document["slogan"], second.document["slogan"]) == ("一份档案，一座桥", "改过的口号")
    assert first.digest != second.digest
    assert open_defects(application) == []


def test_reason_of_the_approver_stands_until_it_is_sent_again(cast):
    application = sent(cast, open_round(cast))

    services.send_back_application(application, by=cast.bob, reason="口号太长")
    assert application.sent_back_reason == "口号太长"

    services.send_application(application, by=cast.alice)
    assert application.sent_back_reason == ""


def test_messages_wait_in_the_outbox(cast):
    services.accept_application(filed(cast, open_round(cast)), by=cast.omar)

    called = Message.objects.filter(kind="round-opened").values_list("to_user__username", flat=True)
    assert set(called) == {"alice", "bob", "mallory", "trent", "sec", "chen", "audrey", "ada"}
    later = Message.objects.exclude(kind="round-opened").order_by("pk")
    found = [(one.kind, one.to_user.username) for one in later]
    assert found == [
        ("application-sent", "bob"),
        ("application-accepted", "alice"),
        ("application-accepted", "bob"),
    ]


@pytest.mark.parametrize(("milliseconds", "late"), [(-1, False), (0, False), (1, True)])
def test_last_day_counts_to_its_very_end(cast, milliseconds, late):
    round = open_round(cast)
    application = sent(cast, round)
    moment = clock.end_of(round.filing_closes) + timedelta(milliseconds=milliseconds)

    if late:
        with pytest.raises(DomainError, match=r"Filing closed on .* at 24:00"):
            services.submit_application(application, by=cast.bob, at=moment)
    else:
        services.submit_application(application, by=cast.bob, at=moment)

    assert application.filings.count() == (0 if late else 1)


def test_correction_has_its_own_last_day(cast):
    round = open_round(cast)
    application = returned(cast, round)
    services.send_application(
        application, by=cast.alice, at=clock.end_of(round.filing_closes) + timedelta(days=1)
    )

    with pytest.raises(DomainError, match="Corrections could be filed until"):
        services.submit_application(
            application, by=cast.bob, at=clock.end_of(round.correction_closes) + timedelta(seconds=1)
        )


def test_nothing_is_started_outside_the_filing_days(cast):
    round = open_round(cast)
    for moment in (
        clock.start_of(round.filing_opens) - timedelta(seconds=1),
        clock.end_of(round.filing_closes) + timedelta(seconds=1),
    ):
        with pytest.raises(DomainError, match="does not take applications"):
            services.start_application(round, cast.archives, by=cast.alice, at=moment)


def test_filing_closes_when_all_is_settled(cast):
    round = open_round(cast)
    application = filed(cast, round)
    with pytest.raises(DomainError, match="1 application is not settled"):
        close_filing(round, by=cast.omar)

    services.accept_application(application, by=cast.omar)

    assert close_filing(round, by=cast.omar).status == RoundStatus.EVALUATION


def test_filing_does_not_close_early_over_a_unit_that_still_writes(cast):
    round = open_round(cast)
    services.accept_application(filed(cast, round), by=cast.omar)
    started(round, cast.tourism, cast.mallory)

    with pytest.raises(DomainError, match="1 unit is still writing"):
        close_filing(round, by=cast.omar)


def test_returned_application_is_not_waited_for_beyond_its_last_day(cast):
    round = open_round(cast)
    other = services.send_application(filled(round, cast.tourism, cast.mallory), by=cast.mallory)
    services.accept_application(services.submit_application(other, by=cast.trent), by=cast.omar)
    returned(cast, round)
    round.correction_closes = round.filing_closes = day(-1)
    round.save(update_fields=["correction_closes", "filing_closes"])

    assert close_filing(round, by=cast.omar).status == RoundStatus.EVALUATION

"""`manage.py demo` on the way: what each stage leaves to do, years and second rounds, refusals."""

import io
import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from applications.enums import ApplicationStatus
from applications.models import Application, Round
from brandportal.accounts.models import User
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.models import Message
from demo.ratings import FEWEST_BALLOTS
from demo.stages import CALENDAR, Days, Goal, same_day
from evaluation.models import ScoreSheet, Tally

TODAY = date(2026, 11, 25)
SEED = 7


def demo(goal, *, seed=SEED, **options):
    printed = io.StringIO()
    call_command("demo", stage=goal, seed=seed, json=True, today=TODAY, stdout=printed, **options)
    return json.loads(printed.getvalue())


@pytest.fixture(scope="class")
def filing(django_db_setup, django_db_blocker):
    """The round in which units file, built once for the tests of a class and then taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo("filing")
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestFiling:
    def test_it_leaves_somebody_with_work_at_every_desk(self, filing):
        assert filing["applications"] == 43
        assert filing["tally_digest"] is None
        assert filing["bundle"] is None
        assert Counter(Application.objects.values_list("status", flat=True)) == {
            ApplicationStatus.ACCEPTED: 22,
            ApplicationStatus.SUBMITTED: 5,
            ApplicationStatus.RETURNED: 4,
            ApplicationStatus.AWAITING_APPROVAL: 6,
            ApplicationStatus.DRAFT: 6,
        }

    @pytest.mark.usefixtures("filing")
    def test_letters_are_released_but_for_the_latest(self):
        assert Message.objects.filter(status=MessageStatus.WAITING).count() == 5
        assert Message.objects.filter(status=MessageStatus.SENT).exists()


@pytest.mark.django_db
def test_no_letter_of_a_demonstration_reaches_a_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    demo("filing")

    assert not Message.objects.exclude(status=MessageStatus.WAITING).exists()


@pytest.mark.django_db
def test_without_json_a_sentence_says_what_stands():
    printed = io.StringIO()

    call_command("demo", stage="call", today=TODAY, stdout=printed)

    assert printed.getvalue() == "Demonstration round 2026-ten-best: call published, filing open.\n"


@pytest.mark.django_db
def test_rating_leaves_sheets_open_and_ballots_to_come():
    figures = demo("rating")

    first = ScoreSheet.objects.filter(rater__user__username="supervisor-01")
    assert figures["score_sheets"] == 9 * 49
    assert 1500 <= figures["ballots"] < FEWEST_BALLOTS
    assert {sheet.is_complete for sheet in first} == {True, False}
    assert not Tally.objects.exists()


@pytest.mark.django_db
def test_second_round_stands_beside_the_first_with_the_same_people():
    before = demo("call", years_ago=1)
    after = demo("call")

    assert before["rules_fingerprint"] == after["rules_fingerprint"]
    assert list(Round.objects.order_by("year").values_list("code", flat=True)) == [
        "2025-ten-best",
        "2026-ten-best",
    ]
    assert User.objects.count() == 158


@pytest.mark.django_db
def test_year_and_second_round_of_a_year():
    demo("call", year=2031)
    demo("call", year=2031)

    assert set(Round.objects.values_list("code", "year")) == {
        ("2031-ten-best", 2031),
        ("2031-ten-best-2", 2031),
    }


@pytest.mark.parametrize("goal", list(Goal))
def test_calendar_puts_today_into_the_phase_of_the_goal(goal):
    days = Days.of(goal, TODAY)
    names = list(CALENDAR)

    assert [days.facts[name] for name in names] == sorted(days.facts[name] for name in names)
    assert days.facts["filing_opens"] <= TODAY


def test_today_is_moved_by_whole_years():
    assert same_day(date(2024, 2, 29), years_ago=1) == date(2023, 2, 28)
    assert same_day(TODAY, years_ago=0) == TODAY


def test_unknown_day_or_stage_is_refused():
    with pytest.raises(CommandError, match="2026-02-30"):
        call_command("demo", "--stage", "call", "--today", "2026-02-30")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("demo", "--stage", "tomorrow")

"""The days of a notice: never fewer than the rules give, and entered by hand for a year that the calendar lacks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, InputErrors
from naming.forms.notices import NoticeForm
from naming.models import Notice
from naming.selectors.notices import days_of
from naming.services import prepare_notice
from naming.workdays import LAST_KNOWN_YEAR
from tests.cast import client_of
from tests.committee import AS_RANKED, resolve

pytestmark = pytest.mark.django_db
# Weekdays by the year's notice on holidays, as an organizer would copy them; 1 January 2091 is a Monday.
FREE = [date(2091, 1, 1), date(2091, 1, 2), date(2091, 1, 3)]
WORKED = [date(2091, 1, 7)]


@pytest.fixture
def resolved(proposal, cast):
    resolve(proposal, AS_RANKED, cast)
    return proposal.round


def prepare(round, cast, **changes):
    facts = {"number": "公示3号", "first_day": date(2090, 12, 28), "by": cast.omar} | changes
    return prepare_notice(round, **facts)


def test_days_entered_are_kept_audited_and_counted(resolved, cast):
    notice = prepare(resolved, cast, free_days=FREE, worked_days=WORKED)

    kept = Notice.objects.get()
    assert (kept.last_day, kept.free_days, kept.worked_days) == (
        date(2091, 1, 8),
        ["2091-01-01", "2091-01-02", "2091-01-03"],
        ["2091-01-07"],
    )
    assert AuditEvent.objects.get(event="prepare_notice").body.count("2091-01-07") == 1
    days = days_of(notice, date(2090, 12, 28))
    assert (days.is_known, days.is_entered) == (False, True)
    assert [(one.first.day, one.last.day, one.is_worked) for one in days.exceptions] == [
        (1, 3, False),
        (7, 7, True),
    ]


def test_without_them_the_page_says_that_monday_to_friday_were_counted(resolved, cast):
    url = prepare(resolved, cast).get_absolute_url()

    page = client_of(cast.omar).get(url)

    assert (page.context["days"].is_known, page.context["days"].is_entered) == (False, False)
    assert "#div_id_free_days" in page.content.decode()
    assert (
        "free_days"
        in client_of(cast.omar)
        .get(reverse("naming:notice-edit", args=[resolved.code]))
        .context["form"]
        .fields
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"free_days": [date(LAST_KNOWN_YEAR, 10, 1)]}, "free_days", "the calendar has"),
        ({"worked_days": [date(LAST_KNOWN_YEAR, 10, 10)]}, "worked_days", "the calendar has"),
        ({"worked_days": [date(2091, 1, 8)]}, "worked_days", "no Saturday or Sunday"),
        ({"worked_days": WORKED, "free_days": WORKED}, "free_days", "as well"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(resolved, cast, changes, field, words):
    with pytest.raises(InputErrors) as refusal:
        prepare(resolved, cast, **changes)

    assert [(one.field, words in str(one)) for one in refusal.value.errors] == [(field, True)]
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"), [({"days": 4}, "days"), ({"counts_first_day": True}, "counts_first_day")]
)
def test_no_notice_is_shorter_than_the_rules_give(resolved, cast, changes, field):
    with pytest.raises(DomainError) as refusal:
        prepare(resolved, cast, **changes)

    assert refusal.value.field == field


def test_a_notice_may_be_longer(resolved, cast):
    assert prepare(resolved, cast, first_day=date(2026, 9, 18), days=7).last_day == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", []),
        ("2091-01-01", FREE[:1]),
        ("2091年1月1日、2091.1.2，20910103", FREE),
        ("2091-01-01 至 2091-01-03", FREE),
        ("2091-01-01—2091-01-02\n2091-01-02;2091-01-03\n", FREE),
    ],
)
def test_days_are_typed_as_offices_write_them(typed, days):
    assert form_of(typed).cleaned_data["free_days"] == days


@pytest.mark.parametrize(
    "typed",
    [
        "2091-02-30",
        "春节",
        "2091-01-03 至 2091-01-01",
        "2091-01-01 至 2091-03-01",
        "2091-01-01 至 2091-01-02 至 2091-01-03",
        "至 2091-01-03",
        "2091-01-01 至 2091-01-31,2091-03-01 至 2091-03-31,",
        "1e9",
    ],
)
def test_what_is_no_day_stands_at_its_field(typed):
    assert set(form_of(typed).errors) == {"free_days"}


def form_of(typed: str) -> NoticeForm:
    form = NoticeForm(
        {"number": "3号", "first_day": "2090-12-28", "days": "5", "free_days": typed}, asks_days=True
    )
    form.is_valid()
    return form


def test_the_organizer_finds_the_text_written_and_changes_it(resolved, cast):
    client, url = client_of(cast.omar), reverse("naming:notice-edit", args=[resolved.code])
    initial = client.get(url).context["form"].initial
    assert "县委常委会" in initial["body"]

    client.post(
        url,
        {"number": "3号", "first_day": "2026-09-18", "days": "5", "title": "公示", "body": "改过的正文。"},
    )

    assert Notice.objects.get().body == "改过的正文。"
    assert client.get(url).context["form"].initial["body"] == "改过的正文。"


def test_a_refused_draft_keeps_the_days_typed(resolved, cast):
    url = reverse("naming:notice-edit", args=[resolved.code])
    typed = {
        "number": "3号",
        "first_day": "2090-12-28",
        "days": "5",
        "free_days": "2091-02-30",
        "body": "正文",
    }

    page = client_of(cast.omar).post(url, typed)

    assert "2091-02-30" in page.content.decode()
    assert not Notice.objects.exists()


def test_the_document_prints_first_and_last_day_as_the_rule_counts(notice):
    text = Client().get(notice.get_absolute_url()).content.decode()

    assert (
        "公示时间为2026年9月18日至2026年9月24日24时，共5个工作日（发布当日不计入；9月20日调休上班，计入）。"
        in text
    )

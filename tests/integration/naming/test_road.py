"""From the final ranking to the public list: who does it, what is refused, what the public sees."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError
from naming.models import Designation, NamingList, Objection
from naming.services import (
    close_notice,
    designate,
    draw_up_proposal,
    file_objection,
    publish_notice,
    settle_objection,
)
from tests.committee import AFTER, DURING

pytestmark = pytest.mark.django_db


def test_the_proposal_is_the_selection_of_the_tally(proposal):
    rows = list(proposal.items.values_list("application__code", "computed_rank", "included", "position"))

    assert rows == [("A001", 1, True, 1), ("A002", 2, True, 2), ("A003", 3, False, None)]
    assert (proposal.seats, proposal.round.status) == (2, "decision")


def test_a_tally_that_selects_nobody_is_no_ground(ranked, tally, cast):
    tally.result = '{"selection":[],"state":"final"}'

    with pytest.raises(DomainError):
        draw_up_proposal(ranked, tally, by=cast.omar)


def test_the_notice_computes_its_last_day_and_writes_its_text(notice):
    assert notice.last_day == date(2026, 9, 24)
    assert "县委常委会" in notice.body
    assert notice.round.status == "notice"


def test_a_notice_whose_first_day_has_passed_is_not_published(draft, cast):
    with pytest.raises(DomainError, match="has passed"):
        publish_notice(draft, by=cast.omar, at=DURING)

    assert draft.status == "drafted"


def test_only_what_stands_on_the_notice_can_be_objected_to(notice):
    with pytest.raises(DomainError):
        file_objection(notice, Application.objects.get(code="A003"), text="事实", at=DURING)


def test_objections_are_taken_within_the_window_only(notice):
    application = Application.objects.get(code="A001")
    filed = file_objection(notice, application, text="事实", at=DURING)

    assert Objection.objects.get() == filed
    with pytest.raises(DomainError, match="24:00"):
        file_objection(notice, application, text="迟到", at=AFTER)


def test_the_notice_ends_neither_early_nor_with_an_objection_open(notice, cast):
    with pytest.raises(DomainError):
        close_notice(notice, by=cast.omar, at=DURING)
    objection = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    with pytest.raises(DomainError):
        close_notice(notice, by=cast.omar, at=AFTER)

    settle_objection(objection, upheld=False, finding="经查不属实", effect="keep", by=cast.omar)

    assert close_notice(notice, by=cast.omar, at=AFTER).status == "closed"


def test_naming_follows_the_notice_and_makes_the_register(notice, cast):
    round = notice.round
    with pytest.raises(DomainError):
        designate(round, document_number="县委发〔2026〕31号", by=cast.omar)
    close_notice(notice, by=cast.omar, at=AFTER)

    designate(round, document_number="县委发〔2026〕31号", by=cast.omar, at=AFTER)

    rows = list(Designation.objects.order_by("position").values_list("brand_name", "number", "status"))
    assert rows == [("文档连心桥", "TB-2026-0001", "in_force"), ("游客知友", "TB-2026-0002", "in_force")]
    assert Application.objects.get(code="A003").status == "not_selected"
    assert NamingList.objects.get().round.status == "named"


def test_an_upheld_objection_strikes_the_application(notice, cast):
    objection = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    settle_objection(objection, upheld=True, finding="经查属实", effect="strike", by=cast.omar)
    close_notice(notice, by=cast.omar, at=AFTER)

    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)

    assert list(Designation.objects.values_list("brand_name", flat=True)) == ["游客知友"]
    assert Application.objects.get(code="A001").status == "not_selected"


def test_the_register_begins_with_the_first_of_the_newest_list(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)

    rows = Client().get(reverse("naming:brand-list")).context["object_list"]

    assert [row.position for row in rows] == [1, 2]


def test_an_entry_that_the_result_excludes_is_closed_with_the_round(notice, cast):
    """Of a round of one stage: nobody left it off a shortlist, and a vetoed entry stands in no selection."""
    excluded = Application.objects.get(code="A003")
    excluded.pk, excluded.code, excluded.brand_name, excluded.status = None, "A004", "一票否决", "accepted"
    excluded.save(force_insert=True)
    close_notice(notice, by=cast.omar, at=AFTER)

    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)

    ended = notice.round.applications.order_by("code").values_list("code", "status")
    assert dict(ended) == {
        "A001": "designated",
        "A002": "designated",
        "A003": "not_selected",
        "A004": "not_selected",
    }
    events = AuditEvent.objects.filter(event="pass_over_application").order_by("seq")
    assert [one.subject.split("/")[-1] for one in events] == ["A003", "A004"]

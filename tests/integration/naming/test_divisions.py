"""Lists of divisions: seats, order and deviations of each by itself, from the preliminary list to the notice."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from applications.models import Round
from brandportal.documents.pdf import render_png
from brandportal.kit.errors import InputErrors
from evaluation.models import Tally
from evaluation.selectors.rules import read_document
from evaluation.services.rounds import replace_rules
from naming.models import Designation
from naming.selectors.certificates import certificates_data, in_force, list_data
from naming.selectors.notices import listed_in
from naming.selectors.papers import decision_text, notice_text
from naming.selectors.succession import next_in_order
from naming.services import Line, close_notice, designate, draw_up_proposal, prepare_notice, publish_notice
from tests.cast import client_of
from tests.committee import AFTER, PUBLISHED, YES, record, resolve
from tests.journey import Journey
from tests.printed import has_clear_edges

pytestmark = pytest.mark.django_db
DIVISIONS_NAMED_BEFORE = import_module("naming.migrations.0011_divisions_named_before")
# Windows: A001 before A003; others: A002 before A004.
IN_ORDER = (Line("A001", 1, YES), Line("A003", None, None), Line("A002", 2, YES), Line("A004", None, None))


class TwoSeats(Journey):
    """The windows of Taizhou with one seat in each division."""

    def with_few_forms(self, draft):
        few = super().with_few_forms(draft)
        document = read_document(few.rules)
        for row in document["entries"]["strata"]:
            row["quota"] = "1"
        return replace_rules(few, document, by=self.cast.omar)


@pytest.fixture
def proposal(cast):
    journey = TwoSeats(cast, "taizhou-windows")
    stage = journey.road.round.stages.select_related("round").get()
    tally = journey.run(stage)
    return draw_up_proposal(journey.road.round, Tally.objects.get(pk=tally.pk), by=cast.omar)


def named(proposal, cast):
    resolve(proposal, IN_ORDER, cast)
    notice = prepare_notice(proposal.round, number="公示1号", first_day=date(2026, 9, 18), by=cast.omar)
    publish_notice(notice, by=cast.omar, at=PUBLISHED)
    close_notice(notice, by=cast.omar, at=AFTER)
    round = Round.objects.get(pk=proposal.round.pk)
    return designate(round, document_number="21号", by=cast.omar, at=AFTER)


def test_the_list_goes_division_by_division_with_all_their_seats(proposal):
    placed = proposal.items.filter(included=True).order_by("position")

    assert [(one.application.code, one.computed_rank, one.position) for one in placed] == [
        ("A001", 1, 1),
        ("A002", 1, 2),
    ]
    assert proposal.seats == 2


def test_ranks_of_another_division_make_no_deviation(proposal, cast):
    lines = (Line("A001", 2, YES), Line("A003", None, None), Line("A002", 1, YES), Line("A004", None, None))

    assert record(proposal, cast, lines).items.exclude(reason="").count() == 0


def test_no_division_takes_the_seats_of_another(proposal, cast):
    lines = (
        Line("A001", 1, YES),
        Line("A003", 2, YES, "现场核查情况良好，经研究予以列入"),
        Line("A002", None, None, "存在投诉尚未办结，经研究不予列入"),
        Line("A004", None, None),
    )

    with pytest.raises(InputErrors) as caught:
        record(proposal, cast, lines)
    told = " ".join(str(error) for error in caught.value.errors)
    assert "Windows, and units that approve or enforce: the rules give 1 place; the list has 2" in told


def test_the_pages_name_the_division_of_each(proposal, cast):
    page = client_of(cast.omar).get(reverse("naming:proposal-detail", args=[proposal.round.code]))
    form = client_of(cast.sec).get(reverse("naming:meeting-edit", args=[proposal.round.code]))

    for answer in (page, form):
        text = answer.content.decode()
        assert text.index("窗口单位和有审批、执法权的单位") < text.index("其他单位")


def test_the_notice_has_a_column_of_divisions_and_the_next_comes_from_the_same(proposal, cast):
    resolve(proposal, IN_ORDER, cast)
    notice = prepare_notice(proposal.round, number="公示1号", first_day=date(2026, 9, 18), by=cast.omar)

    assert [(one.place, one.division) for one in listed_in(notice)] == [
        (1, "窗口单位和有审批、执法权的单位"),
        (2, "其他单位"),
    ]
    table = next(block.table for block in notice_text(notice, date(2026, 9, 18)).blocks if block.table)
    assert table.header[1] == "组别"
    for struck, heir in (("A001", "A003"), ("A002", "A004")):
        application = proposal.round.applications.get(code=struck)
        assert [one.application.code for one in next_in_order(notice, application)] == [heir]
    text = client_of(cast.omar).get(notice.get_absolute_url()).content.decode()
    assert '<th scope="col">组别</th>' in text


def test_register_files_and_papers_carry_the_division(proposal, cast):
    naming_list = named(proposal, cast)
    round = naming_list.round
    one = Designation.objects.get(position=1)

    assert (one.division_zh, one.division_en) == (
        "窗口单位和有审批、执法权的单位",
        "Windows, and units that approve or enforce",
    )
    for address in (
        naming_list.get_absolute_url(),
        one.get_absolute_url(),
        reverse("naming:brand-list"),
        reverse("naming:list-file", args=[round.code]),
        reverse("naming:brand-file"),
        reverse("naming:feed"),
        f"{reverse('naming:certificate-check')}?number={one.number}",
    ):
        assert one.division_zh in Client().get(address).content.decode(), address
    narrowed = Client().get(f"{naming_list.get_absolute_url()}?division={one.division_zh}")
    assert [each.position for each in narrowed.context["object_list"]] == [1]
    printed = list_data(naming_list, str)
    assert [row[3] for row in printed["rows"]] == [one.division_zh, "其他单位"]
    decided = decision_text(naming_list).annexes[0].blocks[0].table
    assert (decided.header[1], decided.rows[0][1]) == ("组别", one.division_zh)
    certificates = certificates_data(in_force(round)[:1], lambda path: f"https://brands.example{path}")
    assert certificates["certificates"][0]["division"] == one.division_zh
    assert has_clear_edges(render_png("naming/certificate.typ", certificates, 1))
    assert has_clear_edges(render_png("naming/list.typ", printed))


def test_what_was_named_before_divisions_were_kept_learns_its_own(proposal, cast):
    named(proposal, cast)
    first, second = Designation.objects.order_by("position")
    second.application.stratum = "unknown to the rules"
    second.application.save(update_fields=["stratum"])
    Designation.objects.update(division_zh="", division_en="")

    for _time in range(2):
        DIVISIONS_NAMED_BEFORE.fill(apps, None)

    kept = [(one.division_zh, one.division_en) for one in Designation.objects.order_by("position")]
    assert kept == [(first.division_zh, first.division_en), ("", "")]
    assert first.division_en == "Windows, and units that approve or enforce"
    Designation.objects.update(division_zh="手工订正")
    DIVISIONS_NAMED_BEFORE.fill(apps, None)
    assert set(Designation.objects.values_list("division_zh", flat=True)) == {"手工订正"}

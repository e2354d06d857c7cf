"""Forms that span entries through the services: saved line by line, judged, signed and given back as a whole."""

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.models import Recusal, ScoreSheet
from evaluation.selectors.bundle import gather
from evaluation.selectors.sheet_document import sheets_data
from evaluation.selectors.whole_forms import answers_of, mark_of, sheets_of_form
from evaluation.services.recusals import lift_recusal, recuse_rater
from evaluation.services.reopening import reopen_sheet
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import close_stage
from evaluation.services.whole_forms import save_form
from tests.whole import open_forms, place_of

pytestmark = pytest.mark.django_db


def save(road, user, mark=None, **typed):
    rater = place_of(road, user)
    return save_form(rater, typed, by=user, mark=mark or mark_of(sheets_of_form(rater)))


def sign(road, user, **more):
    return sign_sheets(place_of(road, user), by=user, **more)


def stored(road, user):
    return answers_of(sheets_of_form(place_of(road, user)))


def rows_of(road, form="picks"):
    found = gather(road.round, "all").forms
    return [(row.form, row.rater, row.entry, row.state, row.answers) for row in found if row.channel == form]


def test_a_save_changes_the_lines_that_it_names_and_no_others(cast):
    road = open_forms(cast, cast.sec)
    save(road, cast.sec, A001="1", A002="1")
    save(road, cast.sec, A002="", A003="1")

    assert stored(road, cast.sec) == {"A001": "1", "A002": "", "A003": "1", "A004": ""}
    assert not AuditEvent.objects.filter(event="save_sheets").exists()


def test_a_form_as_it_was_is_a_conflict_unless_it_says_the_same(cast):
    road = open_forms(cast, cast.sec)
    old = mark_of(sheets_of_form(place_of(road, cast.sec)))
    save(road, cast.sec, A001="1")

    with pytest.raises(StaleState, match="changed elsewhere"):
        save(road, cast.sec, mark=old, A001="", A002="1")
    save(road, cast.sec, mark=old, A001="1")
    assert stored(road, cast.sec)["A001"] == "1"


def test_more_than_the_limit_is_kept_but_not_signed(cast):
    road = open_forms(cast, cast.sec)
    save(road, cast.sec, A001="1", A002="1", A003="1")

    with pytest.raises(InputErrors, match="3 picked, at most 2 may be: take 1 off"):
        sign(road, cast.sec)
    assert not ScoreSheet.objects.signed().exists()
    save(road, cast.sec, A003="")
    assert sign(road, cast.sec) == 4


def test_a_blank_form_is_signed_only_on_the_rater_s_word(cast):
    road = open_forms(cast, cast.sec)

    with pytest.raises(DomainError, match="Tick that you hand in a blank form"):
        sign(road, cast.sec)
    assert sign(road, cast.sec, is_blank=True) == 4
    assert rows_of(road) == [("M01", "M01", "", "", "")]


def test_what_was_not_looked_at_is_not_signed(cast):
    road = open_forms(cast, cast.sec)
    save(road, cast.sec, A001="1")
    seen = mark_of(sheets_of_form(place_of(road, cast.sec)))
    save(road, cast.sec, A002="1")

    with pytest.raises(StaleState, match="Look at it again"):
        sign(road, cast.sec, mark=seen)


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (("1", "1", "2", "3"), "Place 1 is given to A001, A002"),
        (("1", "2", "3", ""), "No place yet: A004"),
        (("1", "2", "3", "5"), "A004: the place is beyond the last one. Write a place from 1 to 4."),
    ],
)
def test_a_ranking_is_signed_only_when_every_place_stands_once(cast, places, says):
    road = open_forms(cast, cast.sec, form="ranking")
    save(road, cast.sec, **dict(zip(stored(road, cast.sec), places, strict=True)))

    with pytest.raises(InputErrors, match=says):
        sign(road, cast.sec)


@pytest.mark.parametrize("typed", ["0", "1.5", "-1", "一", "1000", "1e2"])
def test_what_is_no_place_is_refused_with_the_name_of_its_line(cast, typed):
    road = open_forms(cast, cast.sec, form="ranking")

    with pytest.raises(InputErrors, match="is not a place") as refusal:
        save(road, cast.sec, A001="2", A003=typed)
    assert [one.field for one in refusal.value.errors] == ["A003"]
    assert stored(road, cast.sec)["A001"] == ""


def test_full_width_digits_are_places(cast):
    road = open_forms(cast, cast.sec, form="ranking")
    save(road, cast.sec, A001="１")

    assert stored(road, cast.sec)["A001"] == "1"


def test_an_entry_that_is_not_on_the_form_is_refused(cast):
    road = open_forms(cast, cast.rui)

    with pytest.raises(DomainError, match="A001: not on your form"):
        save(road, cast.rui, A001="1")
    assert "A001" not in stored(road, cast.rui)


def test_nobody_but_the_rater_saves_or_signs(cast):
    road = open_forms(cast, cast.sec)

    with pytest.raises(NotAllowed):
        save_form(place_of(road, cast.sec), {"A001": "1"}, by=cast.omar, mark="0.4")
    with pytest.raises(NotAllowed):
        sign_sheets(place_of(road, cast.sec), by=cast.omar, is_blank=True)


def test_a_recused_entry_leaves_the_form_and_the_places_close_up(cast):
    road = open_forms(cast, cast.sec, form="ranking")
    save(road, cast.sec, A001="1", A002="2", A003="3", A004="4")
    seen = mark_of(sheets_of_form(place_of(road, cast.sec)))
    recuse_rater(place_of(road, cast.sec), road.application("A002"), reason="曾在该单位任职", by=cast.omar)

    with pytest.raises(StaleState):
        save(road, cast.sec, mark=seen, A002="2", A001="3")
    with pytest.raises(
        InputErrors, match=r"A004: the place is beyond the last one\. Write a place from 1 to 3"
    ):
        sign(road, cast.sec)
    save(road, cast.sec, A003="2", A004="3")
    assert sign(road, cast.sec) == 3
    assert rows_of(road, "ranking") == [
        ("M01", "M01", "A001", "", "1"),
        ("M01", "M01", "A002", "recused", ""),
        ("M01", "M01", "A003", "", "2"),
        ("M01", "M01", "A004", "", "3"),
    ]


def test_a_signed_form_goes_back_as_a_whole_and_with_a_reason(cast):
    road = open_forms(cast, cast.sec)
    save(road, cast.sec, A001="1")
    sign(road, cast.sec)
    rater = place_of(road, cast.sec)
    with pytest.raises(StaleState, match="This form is signed"):
        save(road, cast.sec, A002="1")

    sheet = rater.sheets.select_related("channel__stage__round", "rater__user").get(application__code="A003")
    with pytest.raises(NotAllowed):
        reopen_sheet(sheet, reason="自己想改", by=cast.sec)
    reopen_sheet(sheet, reason="误选一项", by=cast.omar)
    assert rater.sheets.open().count() == 4
    assert "误选一项" in AuditEvent.objects.get(event="reopen_sheets").body


def test_a_recusal_comes_back_only_into_a_form_that_is_open(cast):
    road = open_forms(cast, cast.sec)
    recuse_rater(place_of(road, cast.sec), road.application("A002"), reason="亲属任职", by=cast.omar)
    save(road, cast.sec, A001="1")
    sign(road, cast.sec)

    recusal = Recusal.objects.select_related("round").get(application__code="A002")
    with pytest.raises(DomainError, match="Give it back first"):
        lift_recusal(recusal, reason="查无此事", by=cast.omar)
    assert rows_of(road) == [("M01", "M01", "A001", "", ""), ("M01", "M01", "A002", "recused", "")]


def test_a_form_that_was_never_signed_is_not_returned_at_all(cast):
    road = open_forms(cast, cast.sec, cast.rui)
    save(road, cast.sec, A001="1")
    sign(road, cast.sec)
    save(road, cast.rui, A002="1")

    assert {row[1] for row in rows_of(road)} == {"M01"}
    with pytest.raises(DomainError, match="not signed"):
        close_stage(road.round.stages.select_related("round").get(), by=cast.omar)


def test_the_signed_paper_tells_what_the_form_holds(cast):
    road = open_forms(cast, cast.sec, cast.rui)
    save_sheets(place_of(road, cast.sec), {road.application("A003"): {"pick": "1"}}, by=cast.sec)
    sign(road, cast.sec)
    sign(road, cast.rui, is_blank=True)

    channel = road.round.channels.get()
    data = sheets_data(channel, list(channel.raters_assigned.select_related("user")), named=True)
    assert data["criteria"] == ["选入"]
    assert [one["told"] for one in data["raters"]] == ["已签 选入 1 项", "已签 空白表"]
    assert [row[3] for row in data["raters"][0]["rows"]] == ["", "", "选入", ""]
    assert data["raters"][1]["rows"][0][3] == "回避"


def test_a_ranking_is_printed_from_the_first_place_on(cast):
    road = open_forms(cast, cast.sec, form="ranking")
    save(road, cast.sec, A001="4", A002="3", A003="2", A004="1")
    sign(road, cast.sec)

    channel = road.round.channels.get()
    data = sheets_data(channel, list(channel.raters_assigned.select_related("user")), named=True)
    assert [row[0] for row in data["raters"][0]["rows"]] == ["A004", "A003", "A002", "A001"]
    assert data["raters"][0]["told"] == "已签 排名 4 项"

"""Saving, signing and reopening score sheets."""

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit.clock import end_of
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.enums import SheetStatus
from evaluation.models import ScoreSheet
from evaluation.services.raters import assign_raters
from evaluation.services.reopening import reopen_sheet
from evaluation.services.sheets import save_sheet, save_sheets, sign_sheets
from evaluation.services.stages import close_stage
from tests.integration.evaluation.conftest import AT


def save(desk, user, code="A001", revision=0, at=AT, **answers):
    return save_sheet(desk.sheet(user, code), answers, by=user, revision=revision, at=at)


def test_what_is_saved_stands_in_the_order_of_the_criteria(rated, cast):
    sheet = save(rated, cast.sun, standard="55")

    assert sheet.answers == "|55"
    assert not sheet.is_complete
    assert save(rated, cast.sun, revision=1, name="0").answers == "0|55"


def test_zero_is_a_score_and_empty_is_none(rated, cast):
    assert save(rated, cast.sun, name="0", standard="０").is_complete
    assert not save(rated, cast.sun, revision=1, name=" ", standard="0").is_complete


def test_full_width_digits_are_written_plainly(rated, cast):
    assert save(rated, cast.sun, name="１２", standard="５０").answers == "12|50"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1e1", "is not a score"),
        ("41", "out of range. Write a number from 0 to 40"),
        ("-1", "is not a score"),
        ("12.5", "not on a step of 1"),
        ("12,5", "full stop"),
        ("九", "is not a score"),
        ("٩", "is not a score"),
        ("NaN", "is not a score"),
        ("9" * 5000, "is not a score"),
    ],
)
def test_a_doubtful_number_is_refused_by_its_criterion(rated, cast, typed, says):
    with pytest.raises(InputErrors, match=says) as refused:
        save(rated, cast.sun, name=typed, standard="50")

    assert [error.field for error in refused.value.errors] == ["name"]
    assert rated.sheet(cast.sun, "A001").answers == "|"


def test_all_doubtful_numbers_come_in_one_answer(rated, cast):
    with pytest.raises(InputErrors) as refused:
        save(rated, cast.sun, name="41", standard="61")

    assert [error.field for error in refused.value.errors] == ["name", "standard"]


def test_a_stale_tab_writes_nothing(rated, cast):
    save(rated, cast.sun, name="30")

    with pytest.raises(StaleState, match="changed elsewhere"):
        save(rated, cast.sun, name="10", revision=0)
    assert rated.sheet(cast.sun, "A001").answers == "30|"


def test_nobody_writes_on_another_persons_sheet(rated, cast):
    with pytest.raises(NotAllowed):
        save_sheet(rated.sheet(cast.sun, "A002"), {"name": "1"}, by=cast.rui, revision=0, at=AT)
    with pytest.raises(NotAllowed):
        save_sheet(rated.sheet(cast.sun, "A002"), {"name": "1"}, by=cast.omar, revision=0, at=AT)


def test_a_recused_rater_is_refused_and_the_attempt_is_on_record(rated, cast):
    with pytest.raises(NotAllowed, match="recused"):
        save(rated, cast.rui, "A001", name="40")
    assert AuditEvent.objects.filter(event="refuse_recused_sheet").count() == 1


def test_the_closing_day_counts_to_its_end(rated, cast):
    end = end_of(rated.round.rating_closes)

    with pytest.raises(DomainError, match="ended on 30 April 2031 at 24:00"):
        save(rated, cast.sun, at=end, name="30")
    assert rated.sheet(cast.sun, "A001").answers == "|"


def test_a_closed_stage_takes_nothing_more(rated, cast):
    for user in (cast.sun, cast.rui):
        rated.fill_and_sign(user, name="30", standard="50")
    close_stage(rated.stage("social"), by=cast.omar, at=AT)

    with pytest.raises(DomainError, match="not open for rating"):
        save(rated, cast.sun, revision=1, name="31")


def test_many_sheets_are_saved_with_a_query_each_and_one_entry(rated, cast, django_assert_max_num_queries):
    rater = rated.rater(cast.sun)
    wanted = {sheet.application: {"name": "30", "standard": "50"} for sheet in rater.sheets.all()}
    before = AuditEvent.objects.count()

    with django_assert_max_num_queries(10 + len(wanted)):
        assert save_sheets(rater, wanted, by=cast.sun, at=AT) == 2
    assert set(rater.sheets.values_list("answers", flat=True)) == {"30|50"}
    assert AuditEvent.objects.count() == before + 1


def test_saving_many_refuses_what_has_no_open_sheet(rated, cast):
    rater = rated.rater(cast.rui)
    recused = rated.sheet(cast.rui, "A001").application

    with pytest.raises(DomainError, match="no open sheet"):
        save_sheets(rater, {recused: {"name": "1"}}, by=cast.rui, at=AT)


def test_signing_names_everything_that_is_missing(rated, cast):
    save(rated, cast.sun, "A001", name="30", standard="50")
    save(rated, cast.sun, "A002", name="30")

    with pytest.raises(InputErrors, match="游客知友: 1 criterion is not scored"):
        sign_sheets(rated.rater(cast.sun), by=cast.sun, at=AT)
    assert not ScoreSheet.objects.signed().exists()


def test_sheets_are_signed_together_with_one_entry(rated, cast):
    rated.fill(cast.sun, name="30", standard="50")
    before = AuditEvent.objects.count()

    assert sign_sheets(rated.rater(cast.sun), by=cast.sun, at=AT) == 2
    assert ScoreSheet.objects.signed().count() == 2
    event = AuditEvent.objects.order_by("-seq").first()
    assert (AuditEvent.objects.count(), event.event) == (before + 1, "sign_sheets")


def test_a_signed_sheet_is_not_changed(rated, cast):
    rated.fill_and_sign(cast.sun, name="30", standard="50")

    with pytest.raises(StaleState, match="signed"):
        save(rated, cast.sun, revision=1, name="1")


def test_signing_twice_says_so(rated, cast):
    rated.fill_and_sign(cast.sun, name="30", standard="50")

    with pytest.raises(DomainError, match="signed already"):
        sign_sheets(rated.rater(cast.sun), by=cast.sun, at=AT)


def test_only_the_rater_signs(rated, cast):
    rated.fill(cast.sun, name="30", standard="50")

    with pytest.raises(NotAllowed):
        sign_sheets(rated.rater(cast.sun), by=cast.omar, at=AT)


def test_the_organizer_gives_a_sheet_back_only_with_a_reason(rated, cast):
    rated.fill_and_sign(cast.sun, name="30", standard="50")

    with pytest.raises(DomainError, match="say why"):
        reopen_sheet(rated.sheet(cast.sun, "A001"), reason=" ", by=cast.omar)
    with pytest.raises(NotAllowed):
        reopen_sheet(rated.sheet(cast.sun, "A001"), reason="我自己想改", by=cast.sun)
    reopen_sheet(rated.sheet(cast.sun, "A001"), reason="误填一项", by=cast.omar)

    sheet = rated.sheet(cast.sun, "A001")
    assert (sheet.status, sheet.signed_at, sheet.answers) == (SheetStatus.OPEN, None, "30|50")
    assert "误填一项" in AuditEvent.objects.get(event="reopen_sheet").body


def test_no_score_ever_enters_the_trail(rated, cast):
    rated.fill_and_sign(cast.sun, name="37", standard="53")

    bodies = " ".join(AuditEvent.objects.values_list("body", flat=True))
    assert '"37"' not in bodies
    assert '"53"' not in bodies
    assert "37|53" not in bodies


def test_a_rater_who_joins_an_open_stage_receives_sheets(rated, cast, supervisors):
    late = supervisors(1)[0]
    raters = assign_raters(rated.channel("supervisors"), [cast.sun, cast.rui, late], by=cast.omar, at=AT)

    assert [rater.pseudonym for rater in raters] == ["S01", "S02", "S03"]
    assert rated.rater(late).sheets.count() == 2


def test_nobody_is_taken_off_an_open_stage(rated, cast):
    with pytest.raises(DomainError, match="Rui: the stage is open"):
        assign_raters(rated.channel("supervisors"), [cast.sun], by=cast.omar, at=AT)


def test_raters_need_the_role(desk, cast):
    with pytest.raises(DomainError, match="Alice: without the role “Supervisor”"):
        assign_raters(desk.channel("supervisors"), [cast.sun, cast.alice], by=cast.omar)


def test_a_channel_of_ballots_takes_no_raters(desk, cast):
    with pytest.raises(DomainError, match="rated by ballot"):
        assign_raters(desk.channel("clients"), [cast.sun], by=cast.omar)


def test_a_page_that_overtakes_its_own_button_is_no_conflict(rated, cast):
    first = save(rated, cast.sun, name="12", revision=0)

    again = save(rated, cast.sun, name="12", revision=0)

    assert (again.answers, again.revision) == (first.answers, first.revision)

"""The bands of a criterion, sums, and what is still to do."""

from decimal import Decimal

import pytest

from evaluation.models import Criterion, ScoreSheet
from evaluation.selectors.desk import Row, anchors_of, next_to_do, progress_of, queue_of
from evaluation.selectors.sheet_words import AGREES, REJECTS, total_of, worth_of

BOTH = [{"key": "yes", "title": AGREES}, {"key": "no", "title": REJECTS, "rejects": True}]


def criterion(highest="15", step="1"):
    return Criterion(key="name", title_zh="品牌名称", max=highest, step=step, position=1)


@pytest.mark.parametrize(
    ("highest", "step", "bands"),
    [
        ("15", "1", ["0-5", "6-9", "10-12", "13-15"]),
        ("20", "1", ["0-7", "8-12", "13-16", "17-20"]),
        ("60", "1", ["0-23", "24-38", "39-50", "51-60"]),
        ("40", "1", ["0-15", "16-25", "26-33", "34-40"]),
        ("10", "0.5", ["0-3.5", "4-6", "6.5-8", "8.5-10"]),
        ("100", "5", ["0-35", "40-60", "65-80", "85-100"]),
    ],
)
def test_the_bands_cover_every_score_once(highest, step, bands):
    anchors = anchors_of(criterion(highest, step), "")

    assert [f"{anchor.low}-{anchor.high}" for anchor in anchors] == bands
    score = Decimal(0)
    while score <= Decimal(highest):
        assert sum(anchor.is_on for anchor in anchors_of(criterion(highest, step), str(score))) == 1
        score += Decimal(step)


@pytest.mark.parametrize("typed", ["", "abc", "1e1", "99", "٩", "１２"])
def test_what_is_no_score_lights_no_band(typed):
    assert not any(anchor.is_on for anchor in anchors_of(criterion(), typed))


def test_a_sum_tells_nothing_scored_from_zero():
    assert total_of(["", ""]) == ""
    assert total_of(["0", ""]) == "0"
    assert total_of(["12.5", "10", ""]) == "22.5"


@pytest.mark.parametrize(
    ("values", "told"),
    [(["", "yes"], ""), (["12", ""], "12"), (["12", "yes"], "12"), (["12", "no"], "I do not agree")],
)
def test_a_last_answer_is_no_part_of_the_sum_and_stands_for_it_where_it_rejects(values, told):
    last = Criterion(key="overall.", position=2, choices=BOTH)

    assert worth_of([criterion(), last], values) == told
    assert last.answer_keys == ["yes", "no"]


def sheets(*answers: str) -> list[ScoreSheet]:
    return [ScoreSheet(pk=number, answers=one) for number, one in enumerate(answers, start=1)]


def test_recused_sheets_count_nowhere():
    found = sheets("1|2", "1|", "|")
    found.append(ScoreSheet(pk=4, answers="5|5", status="recused"))
    progress = progress_of(found)

    assert (progress.total, progress.complete, progress.missing, progress.recused) == (3, 1, 2, 1)
    assert not progress.is_signed


def states(rows: list[Row]) -> list[str]:
    return [row.state for row in rows]


def test_the_next_to_do_goes_round_once():
    rows = queue_of(sheets("|", "1|2", "1|", "1|2"))

    assert states(rows) == ["todo", "done", "begun", "done"]
    assert next_to_do(rows, rows[1].sheet).sheet.pk == 3
    assert next_to_do(rows, rows[2].sheet).sheet.pk == 1
    assert next_to_do(queue_of(sheets("1|2")), ScoreSheet(pk=1)) is None

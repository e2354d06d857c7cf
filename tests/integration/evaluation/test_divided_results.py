"""Results of rules with divisions and levels: lists of their own, and what was missing said in words."""

import pytest
from django.urls import reverse

from evaluation.selectors.ranking import ranking_of
from evaluation.selectors.workbook import result_workbook
from tests.cast import client_of
from tests.integration.evaluation.conftest import english
from tests.journey import Journey
from tests.recalculated import assert_computes_itself

pytestmark = pytest.mark.django_db


def ended(cast, key):
    journey = Journey(cast, key)
    stage = journey.road.round.stages.select_related("round").get()
    return journey, journey.run(stage)


def shown(client, name, journey, *more):
    url = reverse(f"evaluation:{name}", args=[journey.road.round.code, "review", *more])
    return client.get(url).content.decode()


def test_each_division_has_its_list_with_seats_ranks_and_line(cast):
    journey, tally = ended(cast, "taizhou-windows")

    lists = ranking_of(tally).sections
    assert [[row.rank for row in one.rows] for one in lists] == [[1, 2], [1, 2]]
    assert [[row.application.code for row in one.rows] for one in lists] == [
        ["A001", "A003"],
        ["A002", "A004"],
    ]
    text = shown(english(cast.omar), "result-board", journey)
    assert text.index("Windows, and units that approve") < text.index("A001/") < text.index("Other units")
    assert "15 seats" in text
    assert "7 seats" in text
    assert_computes_itself(result_workbook(tally))


def test_an_explanation_counts_places_within_the_division(cast):
    journey, _tally = ended(cast, "taizhou-windows")

    text = shown(english(cast.omar), "explain", journey, "A003")
    assert "rank 2 of 2" in text
    assert "Windows, and units that approve" in text
    assert "文档连心桥" in text
    assert "游客知友" not in text


def test_a_level_that_requires_a_title_is_told_in_words(cast):
    journey, tally = ended(cast, "rizhao-levels")

    levels = [(row.application.code, row.level) for row in ranking_of(tally).rows]
    assert levels[:2] == [("A001", "Provincial name brand"), ("A002", "City name brand")]
    text = shown(client_of(cast.omar), "explain", journey, "A002")
    assert "等次：市级服务名牌。" in text
    assert "未具备所要求的称号或条件：省级服务名牌称号" in text
    assert "省级服务名牌" in shown(client_of(cast.omar), "result-board", journey)


@pytest.mark.parametrize("key", ["rizhao-levels", "taizhou-windows", "hangzhou-appraisal", "fuzhou-windows"])
def test_every_page_of_such_a_result_is_drawn(cast, key):
    journey = Journey(cast, key)
    stage = journey.road.round.stages.select_related("round").get()
    journey.run(stage)
    client, where = english(cast.omar), [journey.road.round.code, stage.key]

    for name, more in (
        ("result-board", []),
        ("explain", ["A004"]),
        ("stability", []),
        ("stability-figures", []),
        ("result-workbook", []),
        ("bundle-download", []),
    ):
        assert client.get(reverse(f"evaluation:{name}", args=[*where, *more])).status_code == 200, name

"""Rounds: their calendar, their frozen rules, who sees them."""

import json
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from applications.chapters import check_chapters
from applications.models import Round
from applications.selectors.rounds import pipeline_of, rules_facts
from applications.services.rounds import freeze_round, update_round
from brandportal.kit.errors import DomainError, InputErrors, each_error
from brandportal.rulebook import canonical
from tests.filing import draft_round, open_round
from tests.schemes import small_scheme


def test_calendar_that_runs_backwards_is_refused_at_the_later_date(cast):
    with pytest.raises(InputErrors) as refusal:
        draft_round(cast, filing_closes=date(2026, 3, 1), filing_opens=date(2026, 3, 2))

    first = each_error(refusal.value)[0]
    assert first.field == "filing_closes"
    assert str(first) == (
        "Filing closes (1 March 2026) lies before Filing opens (2 March 2026). Change one of the two dates."
    )
    assert Round.objects.count() == 0


def test_corrections_have_a_week_unless_rating_opens_before(cast):
    facts = {
        "filing_opens": date(2026, 3, 1),
        "filing_closes": date(2026, 3, 31),
        "correction_closes": None,
        "rating_closes": date(2026, 5, 1),
        "review_opens": date(2026, 5, 1),
        "review_closes": date(2026, 6, 1),
        "decision_on": date(2026, 6, 1),
    }

    week = draft_round(cast, "one", **facts, rating_opens=date(2026, 4, 20))
    short = draft_round(cast, "two", **facts, rating_opens=date(2026, 4, 3))

    assert (week.correction_closes, short.correction_closes) == (date(2026, 4, 7), date(2026, 4, 3))


def test_open_round_no_longer_changes(cast):
    round = open_round(cast)

    with pytest.raises(DomainError, match="no longer change"):
        update_round(round, by=cast.omar, title_zh="别的")
    with pytest.raises(DomainError, match="frozen already"):
        freeze_round(round, rules="{}", fingerprint="0", by=cast.omar)


def test_draft_is_seen_by_insiders_only(cast):
    draft_round(cast)

    seen = {one.username for one in cast.everybody if Round.objects.visible_to(one).exists()}

    assert seen == {"omar", "audrey", "ada", "sec"}
    assert not Round.objects.visible_to(AnonymousUser()).exists()


def test_view_of_a_round_has_two_faces_that_agree(cast):
    for round in (draft_round(cast, "draft"), open_round(cast, "open")):
        for user in cast.everybody:
            sees = Round.objects.visible_to(user).filter(pk=round.pk).exists()
            assert user.has_perm("applications.view_round", round) == sees, (user, round)


def test_pipeline_stands_at_filing(cast):
    assert [stage.state for stage in pipeline_of(open_round(cast))] == ["now", *["todo"] * 5]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"entries": {"subjects": ["moon"]}}, "entries.subjects[0]"),
        ({"entries": {"max_per_unit": "many"}}, "entries.max_per_unit"),
        ({"filing": {"main_text": {"max": "-1"}}}, "filing.main_text.max"),
        ({"filing": {"fields": {"colour": {"max": "3"}}}}, "filing.fields.colour"),
        ({"filing": {"fields": {"slogan": {"max": "5000"}}}}, "filing.fields.slogan.max"),
        ({"filing": {"self_check": [{"key": "a", "title": {"zh": "甲"}}] * 2}}, "filing.self_check[2].key"),
        ({"filing": {"self_check": [{"key": "a"}]}}, "filing.self_check.a.title"),
        ({"filing": []}, "filing"),
        ({"filing": {"fields": []}}, "filing.fields"),
        ({"filing": {"self_check": "none"}}, "filing.self_check"),
        ({"filing": {"selfcheck": []}}, "filing.selfcheck"),
        ({"filing": {"parts": [{"key": "a", "title": {"cn": "甲"}}]}}, "filing.parts.a.title.cn"),
        ({"filing": {"standards": [{"key": "a", "help": "long"}]}}, "filing.standards.a.help"),
        ({"filing": {"standards": [{"key": "a b", "help": []}]}}, "filing.standards.a b.key"),
        ({"filing": {"self_check": [{"key": ["a"]}]}}, "filing.self_check[1].key"),
        ({"filing": {"main_text": "long"}}, "filing.main_text"),
        ({"entries": {"subjects": "unit"}}, "entries.subjects"),
        ({"entries": []}, "entries"),
    ],
)
def test_faulty_chapter_is_named_by_its_key_path(changes, path):
    assert [fault.path for fault in check_chapters(small_scheme(**changes))] == [path]


def test_sound_chapters_have_no_fault():
    assert check_chapters(small_scheme()) == []


@pytest.mark.parametrize(
    ("weights", "reads_as_per_cent"),
    [
        (("30", "70"), True),
        (("33.5", "66.50"), True),
        (("30", "60"), False),
        (("many", "30"), False),
        ((), False),
    ],
)
def test_weights_are_per_cent_only_where_they_add_up_to_a_hundred(weights, reads_as_per_cent):
    channels = [{"key": f"c{n}", "weight": weight} for n, weight in enumerate(weights)]

    assert rules_facts(Round(rules=canonical({"channel": channels}))).adds_to_hundred is reads_as_per_cent


@pytest.mark.parametrize(("weight", "shown"), [("30", "30%"), ("57", "57 分")])
def test_the_front_page_prints_weights_as_points_unless_they_are_per_cent(cast, weight, shown):
    round = open_round(cast)
    document = json.loads(round.rules)
    document["channel"][0]["weight"] = weight
    Round.objects.filter(pk=round.pk).update(rules=canonical(document))

    assert f'<span class="bp-num">{shown}</span>' in Client().get("/").content.decode()

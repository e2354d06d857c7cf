"""A scheme of stars from its count to the public list: each brand bears its star on page and paper, and in every file."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Brand
from brandportal.documents.pdf import render_png
from brandportal.rulebook import canonical, fingerprint
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.rules import scheme_document
from evaluation.trial import decided_inputs
from naming.models import Designation, NamingList
from naming.selectors.certificates import certificates_data, in_force, list_data
from naming.selectors.papers import decision_text
from naming.services import Line, close_notice, designate, draw_up_proposal, prepare_notice, publish_notice
from tests.committee import AFTER, NO, PUBLISHED, YES, resolve
from tests.printed import has_clear_edges

ENTRIES = 30
STARS = {
    "五星": "Five stars",
    "四星": "Four stars",
    "三星": "Three stars",
    "二星": "Two stars",
    "一星": "One star",
}
LADDER = {"five": "五星", "four": "四星", "three": "三星", "two": "二星", "one": "一星"}
pytestmark = pytest.mark.django_db


@cache
def result_text() -> str:
    rules = engine.load_rules(scheme_document("kunshan-stars"))
    return canonical(engine.run(rules, decided_inputs(rules, ENTRIES, 1)).result)


@pytest.fixture
def counted(ranked, cast) -> Tally:
    """Thirty entries counted by the stars of Kunshan."""
    Application.objects.all().delete()
    document = scheme_document("kunshan-stars")
    ranked.rules = canonical(document)
    ranked.rules_fingerprint = fingerprint(ranked.rules)
    ranked.save()
    text = result_text()
    for row in json.loads(text)["selection"]:
        Application.objects.create(
            round=ranked,
            unit=cast.archives,
            code=row["entry"],
            brand_name=f"品牌{row['entry']}",
            meaning="释义",
            drafter=cast.alice,
            status="shortlisted",
            created_at=datetime(2026, 6, 2, tzinfo=UTC),
        )
    return Tally.objects.create(
        round=ranked,
        number=1,
        through="stars",
        status="done",
        state="final",
        created_at=datetime(2026, 8, 22, tzinfo=UTC),
        adopted_at=datetime(2026, 8, 22, tzinfo=UTC),
        inputs_digest="0" * 64,
        result=text,
        result_digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def name_all(tally, cast, lines) -> NamingList:
    resolve(tally.round.proposal, lines, cast)
    notice = prepare_notice(tally.round, number="公示3号", first_day=PUBLISHED.date(), by=cast.omar)
    publish_notice(notice, by=cast.omar, at=PUBLISHED)
    close_notice(notice, by=cast.omar, at=AFTER)
    return designate(tally.round, document_number="31号", by=cast.omar, at=AFTER)


@pytest.fixture
def starred(counted, cast) -> NamingList:
    """All that the rules give a star, named as they were ranked."""
    proposal = draw_up_proposal(counted.round, counted, by=cast.omar)
    items = proposal.items.select_related("application")
    lines = [
        Line(one.application.code, one.position, YES if one.included else NO if one.computed_in else None)
        for one in items
    ]
    return name_all(counted, cast, lines)


def stars_of(tally) -> dict[str, str]:
    rows = json.loads(tally.result)["selection"]
    return {f"品牌{row['entry']}": LADDER[row["level"]] for row in rows if row["level"]}


def page(name: str, *args: str, query: str = "", language: str = "zh-hans"):
    client = Client()
    client.cookies["django_language"] = language
    return client.get(reverse(f"naming:{name}", args=args) + query)


def table_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_brand_keeps_the_star_that_the_count_gave_it(starred, counted):
    kept = dict(Designation.objects.values_list("brand_name", "level_zh"))

    assert kept == stars_of(counted)
    assert len(set(kept.values())) > 1


def test_the_public_list_is_filtered_and_sorted_by_star(starred, counted):
    code, given = starred.round.code, stars_of(counted)
    star = next(iter(given.values()))

    narrowed = page("list-detail", code, query=f"?level={star}").context["object_list"]
    ordered = [
        one.level_rank for one in page("list-detail", code, query="?sort=level").context["object_list"]
    ]

    assert {one.brand_name for one in narrowed} == {name for name, each in given.items() if each == star}
    assert ordered == sorted(ordered)
    assert star in page("list-detail", code).content.decode()
    assert STARS[star] in page("list-detail", code, language="en").content.decode()


def test_the_register_is_filtered_by_year_and_star_together(starred, counted):
    star = next(iter(stars_of(counted).values()))

    found = page("brand-list", query=f"?year=2026&level={star}").context["object_list"]
    other_year = page("brand-list", query=f"?year=2026&level={star}&q=没有").context["object_list"]

    assert {one.level_zh for one in found} == {star}
    assert list(other_year) == []


def test_brand_page_check_and_feed_say_the_star(starred):
    one = Designation.objects.get(position=1)

    for response in (
        page("brand-detail", one.brand.code),
        page("certificate-check", query=f"?number={one.number}"),
    ):
        assert f"<dd>{one.level_zh}</dd>" in response.content.decode()
    assert f"{one.number} · {one.level_zh}" in page("feed").content.decode()


def test_both_files_have_a_column_of_stars(starred, counted):
    given = stars_of(counted)

    for response in (page("list-file", starred.round.code), page("brand-file")):
        assert {row["品牌"]: row["等次"] for row in table_of(response)} == given


def test_list_decision_and_certificate_print_the_star(starred, counted):
    given = stars_of(counted)
    certificates = certificates_data(
        in_force(starred.round)[:1], lambda path: f"https://brands.example{path}"
    )
    printed = list_data(starred, lambda path: f"https://brands.example{path}")
    decided = decision_text(starred).annexes[0].blocks[0].table

    assert {row[1]: row[3] for row in printed["rows"]} == given
    assert {row[2]: row[3] for row in decided.rows} == given
    assert decided.header[3] == "等次"
    assert certificates["certificates"][0]["level"] in STARS
    assert has_clear_edges(render_png("naming/certificate.typ", certificates, 1))
    assert has_clear_edges(render_png("naming/list.typ", printed))


def test_whoever_is_named_against_the_ranking_has_no_star(counted, cast):
    proposal = draw_up_proposal(counted.round, counted, by=cast.omar)
    items = list(proposal.items.select_related("application"))
    added = next(one for one in items if not one.computed_in)
    reason = "会议认为该品牌应当列入名单"
    kept = [one for one in items if one.included]
    lines = [
        *(Line(one.application.code, one.position, YES) for one in kept),
        *(
            Line(one.application.code, len(kept) + 1, YES, reason=reason)
            if one == added
            else Line(one.application.code, None, None)
            for one in items
            if not one.included
        ),
    ]
    name_all(counted, cast, lines)

    last = Designation.objects.get(application=added.application)
    assert (last.level_zh, last.level_rank) == ("", len(STARS) + 1)
    assert "—" in page("list-detail", counted.round.code, query="?sort=-level").content.decode()


def test_a_round_without_levels_shows_nothing_of_them(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    naming_list = designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    code = notice.round.code

    pages = [
        page("list-detail", code),
        page("brand-list"),
        page("brand-detail", Brand.objects.get(name="文档连心桥").code),
        page("list-file", code),
        page("brand-file"),
    ]

    assert [one.request["PATH_INFO"] for one in pages if "等次" in one.content.decode()] == []
    assert "等次" not in decision_text(naming_list).annexes[0].blocks[0].table.header
    assert set(Designation.objects.values_list("level_rank", flat=True)) == {0}

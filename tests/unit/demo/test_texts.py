"""The demonstration's texts: real length, never the same twice, the same for the same seed."""

import itertools
import random
import re

import pytest

from demo.profiles import profiles
from demo.texts.filing import CHECKS, LONGEST, PARTS, SHORTEST, brand_meaning, main_text, self_checks
from demo.texts.papers import attached_papers
from demo.texts.phrases import expand
from demo.texts.review import defects, notice_words, resolution_text, visit_findings

SEEDS = (0, 7, 11)
LEFT_OVER = re.compile(r"[{}<>~|\[\]]")
SHARED_AT_MOST = 0.25


def texts(seed):
    return [main_text(profile, year=2026, seed=seed) for profile in profiles()]


def test_all_49_units_of_the_two_published_lists_stand_with_their_brands():
    units = profiles()

    assert len(units) == 49
    assert {city: sum(unit.city == city for unit in units) for city in ("青岛", "莱州")} == {
        "青岛": 23,
        "莱州": 26,
    }
    assert len({unit.key for unit in units}) == len({unit.name for unit in units}) == 49
    assert {unit.brand for unit in units} >= {"碧海蓝天", "税税通", "依法审计为民护财", "维权到位 温暖到家"}


def test_five_brands_were_renamed():
    assert [unit.former_name for unit in profiles() if unit.former_name] == [
        "传播真情",
        "公正执法，服务大局",
        "心系碧海蓝天",
        "做游客知心朋友",
        "文档服务连心桥",
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_main_text_has_five_parts_and_real_length(seed):
    for text in texts(seed):
        assert SHORTEST <= len(text) <= LONGEST
        assert [line for line in text.split("\n") if line in PARTS.values()] == list(PARTS.values())
        assert not LEFT_OVER.search(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_text_repeats_a_paragraph_of_its_own(seed):
    for text in texts(seed):
        openings = [line[:30] for line in text.split("\n")]
        assert len(openings) == len(set(openings))


def test_two_units_share_few_sentences():
    sentences = [set(re.split("[。；]", text)) for text in texts(7)]

    shared = [len(one & other) / len(one) for one, other in itertools.combinations(sentences, 2)]

    assert max(shared) < SHARED_AT_MOST


def test_meaning_and_slogan_keep_their_lengths():
    for profile in profiles():
        assert 150 <= len(brand_meaning(profile, year=2026, seed=7)) <= 300
        assert 6 <= len(profile.slogan) <= 12


def test_eight_checks_name_a_finding_and_a_measure_each():
    for profile in profiles():
        checks = self_checks(profile, year=2026, seed=7)
        assert tuple(checks) == CHECKS
        assert not LEFT_OVER.search("".join(map("".join, checks.values())))


def test_same_seed_writes_the_same_and_another_seed_does_not():
    profile = profiles()[0]

    assert main_text(profile, year=2026, seed=7) == main_text(profile, year=2026, seed=7)
    assert main_text(profile, year=2026, seed=7) != main_text(profile, year=2026, seed=8)


def test_figures_of_people_shrink_with_a_small_unit():
    assert int(expand("<p18~46>", {"staff": "12"}, random.Random(1))) <= 4
    assert 18 <= int(expand("<p18~46>", {"staff": "300"}, random.Random(1))) <= 46
    assert expand("<96.2~96.2>%", {}, random.Random(1)) == "96.2%"


def test_attached_papers_are_plain_pdfs_with_the_same_bytes_every_time():
    profile = profiles()[5]

    papers = attached_papers(profile, year=2026, seed=7)

    assert papers == attached_papers(profile, year=2026, seed=7)
    assert all(data.startswith(b"%PDF-") and b"Date" not in data for _title, data in papers)


def test_panel_committee_and_organizer_write_whole_sentences():
    found = visit_findings(profiles()[3], year=2026, seed=7)
    parts = [part for part, _text in defects(random.Random(3))]

    assert len(found.split("\n")) == 4
    assert len(set(parts)) == 3
    assert "“甲”、“乙”、“丙”等4个品牌" in resolution_text(["甲", "乙", "丙", "丁"])
    assert notice_words(2026, 10)[0] == "2026年“十佳机关服务品牌”拟命名名单公示"

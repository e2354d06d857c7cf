import gettext

import pytest

from tools import catalogue
from tools.extraction import Key, Message


def message(singular, plural=None, context=""):
    return Message(Key(singular, context), plural, {"brandportal/one.py"})


def build(text, translation, **more):
    one = message(text, **more)
    return catalogue.build({one.key: one}, {one.key: translation})


@pytest.mark.parametrize(
    ("english", "chinese", "fault"),
    [
        ("%(n)d units", "", "not translated"),
        ("%(n)d units", "单位", "placeholders differ"),
        ("%(n)d units", "%(m)d 个单位", "placeholders differ"),
        ("{left} left", "剩余 {rest}", "placeholders differ"),
    ],
)
def test_gaps_and_wrong_placeholders_are_named(english, chinese, fault):
    assert [sentence.partition(":")[0] for sentence in catalogue.faults(build(english, chinese))] == [fault]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("%(n)d units", "%(n)d 个单位"), ("100%% of %(n)s", "%(n)s 的 100%%"), ("5% sheets", "5% 的评分表")],
)
def test_good_translations_pass(english, chinese):
    assert list(catalogue.faults(build(english, chinese))) == []


def test_fuzzy_and_obsolete_entries_are_faults():
    for mark in ("fuzzy", "obsolete"):
        made = build("Open", "打开")
        if mark == "fuzzy":
            made[0].flags.append("fuzzy")
        else:
            made[0].obsolete = 1

        assert len(list(catalogue.faults(made))) == 1


def test_same_messages_in_another_order_give_the_same_bytes():
    first, second = message("a"), message("b")

    assert str(catalogue.build({first.key: first, second.key: second}, {})) == str(
        catalogue.build({second.key: second, first.key: first}, {})
    )


def test_compiled_catalogue_answers_with_contexts_and_plurals(tmp_path):
    made = build("%(n)d sheet", "%(n)d 份评分表", plural="%(n)d sheets")
    other = build("Open", "开启", context="round")
    made.append(other[0])
    path = catalogue.po_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(str(made), encoding="utf-8")

    with catalogue.compile_catalogue(tmp_path).open("rb") as file:
        read = gettext.GNUTranslations(file)

    assert read.ngettext("%(n)d sheet", "%(n)d sheets", 3) == "%(n)d 份评分表"
    assert read.pgettext("round", "Open") == "开启"


def test_what_is_translated_survives_a_new_extraction():
    made = build("Open", "打开")

    assert catalogue.translations(made) == {Key("Open"): "打开"}

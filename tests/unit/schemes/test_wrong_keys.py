"""Each key of each scheme wrong once: refused with its path and a sentence, and nothing ever breaks."""

import copy
import functools

import pytest
from django.utils import translation

from brandportal.rulebook import check, row_path
from evaluation.selectors.rules import scheme_document, scheme_keys

REQUIRED = {
    "format",
    "channel",
    "stage",
    "select",
    "raters",
    "form",
    "weight",
    "use",
    "mode",
    "seats",
    "quota",
}
BOUNDED = {
    "weight",
    "max",
    "min_valid",
    "invited",
    "seats",
    "top",
    "share",
    "places",
    "quota",
    "step",
    "members",
    "pass",
}
BOUNDED |= {"exactly", "at_most", "format", "max_per_unit", "days", "high", "low"}
CHAPTERS_WITH_CLOSED_KEYS = {
    "source",
    "filing",
    "process",
    "entries",
    "channel",
    "stage",
    "select",
    "tie",
    "rounding",
    "adjust",
}
CHAPTERS_WITH_CLOSED_KEYS |= {"veto", "level", "format", "key", "title"}
TITLES = {"title", "place", "document", "question", "help", "reason", "approving_body", "naming_body"}


def keys_of(value, way=()):
    """Every key of every table, as the way to it; the languages of a title are no keys of the rules."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        if isinstance(value, dict):
            yield (*way, name)
        if name not in TITLES:
            yield from keys_of(member, (*way, name))


def named(document, way):
    """The key path as faults write it."""
    path, value = "", document
    for step in way:
        path = row_path(path, value, step) if isinstance(step, int) else f"{path}.{step}" if path else step
        value = value[step] if not isinstance(value, dict) or step in value else None
    return path


def changed(value, way, change):
    """A copy of the tables on the way, the last of them changed."""
    twin = copy.copy(value)
    if len(way) == 1:
        change(twin, way[0])
    else:
        twin[way[0]] = changed(twin[way[0]], way[1:], change)
    return twin


def errors(document, way=()):
    """Sentences by path; a title in a third language is only warned of."""
    found = check(document)
    assert all(fault.path and fault.message and "%(" not in fault.message for fault in found)
    is_title = bool(TITLES & set(way))
    return {fault.path: fault.message for fault in found if is_title or fault.level == "error"}


def is_named(path, found):
    """The place itself, the table that holds it (one of several must stand), or a part of it."""
    return any(one == path or one.startswith((f"{path}.", f"{path}[")) for one in found)


def _other_kind(table, key):
    is_list = isinstance(table[key], list)
    table[key] = "text" if is_list or (isinstance(table[key], dict) and key not in TITLES) else ["x", "x"]


def _misspell(table, key):
    table[f"{key}{key[-1]}"] = table.pop(key)


def closed_keys(document):
    return [way for way in keys_of(document) if way[0] in CHAPTERS_WITH_CLOSED_KEYS]


@pytest.fixture(params=scheme_keys())
def document(request):
    return scheme_document(request.param)


def test_a_missing_key(document):
    for way in keys_of(document):
        wild = changed(document, way, lambda table, key: table.pop(key))
        path, found = named(wild, way), errors(wild)
        chapter = way[0]
        assert all(one.split(".")[0].split("[")[0] in {chapter, *document} for one in found)
        if way[-1] in REQUIRED and (len(way) == 1 or chapter in {"channel", "stage", "select"}):
            assert is_named(path, found), path


def test_a_value_of_another_kind(document):
    for way in closed_keys(document):
        if way[-2:] == ("source", "year"):
            continue
        wild = changed(document, way, _other_kind)
        assert is_named(named(wild, way), errors(wild)), named(wild, way)


def test_a_number_out_of_range_or_no_number(document):
    for way in keys_of(document):
        value = functools.reduce(lambda table, step: table[step], way, document)
        if way[-1] not in BOUNDED or not isinstance(value, str) or "transform" in way:
            continue
        for text in ("-1", "1e9", "", "fünf"):
            wild = changed(document, way, lambda table, key, text=text: table.update({key: text}))
            assert is_named(named(wild, way), errors(wild)), (named(wild, way), text)


def test_a_misspelt_key(document):
    for way in closed_keys(document):
        wild = changed(document, way, _misspell)
        wrong = named(wild, (*way[:-1], f"{way[-1]}{way[-1][-1]}"))
        found = errors(wild, way)
        assert is_named(wrong, found), wrong
        if wrong in found:
            assert way[-1] in found[wrong]


def test_an_unknown_key_in_every_table(document):
    places = {way[:-1] for way in closed_keys(document) if len(way) > 1} | {()}
    for place in places:
        way = (*place, "zzz_zzz")
        wild = changed(document, way, lambda table, key: table.update({key: "1"}))
        assert is_named(named(wild, way), errors(wild, way)), way


def test_sentences_stand_in_chinese_too(document):
    wild = changed(document, ("select", "mode"), lambda table, key: table.update({key: "lot"}))
    wild["zzz"] = "1"

    with translation.override("zh-hans"):
        found = errors(wild)
    assert {"select.mode", "zzz"} <= set(found)
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in sentence) for sentence in found.values())

"""The schemes that come with the portal, and how a rules document is shown and checked."""

import pytest
from django.utils import translation

from brandportal.rulebook import check, freeze
from evaluation import tally
from evaluation.chapters import check_chapters
from evaluation.selectors.figures import figures_of
from evaluation.selectors.rules import read_document, scheme_document, scheme_keys
from evaluation.selectors.scheme_words import channel_words
from evaluation.selectors.schemes import scheme_view
from evaluation.services.figures import with_figures
from tests.schemes import small_scheme


@pytest.mark.parametrize("key", scheme_keys())
def test_every_scheme_can_be_frozen_as_it_is(key):
    document = scheme_document(key)

    assert [fault for fault in check(document) if fault.level == "error"] == []
    assert tally.load_rules(read_document(freeze(document))).key == key


@pytest.mark.parametrize("key", scheme_keys())
def test_every_assumed_key_names_a_chapter_of_the_document(key):
    document = scheme_document(key)
    chapters = {path.split(".")[0] for path in scheme_view(document).assumed}

    assert chapters <= set(document) | {"entries", "tie", "rounding"}


def test_the_ten_best_shows_what_its_source_leaves_open():
    view = scheme_view(scheme_document("ten-best"))

    assert [stage.key for stage in view.stages] == ["social", "review"]
    assert [channel.weight for channel in view.channels] == ["30", "40", "30"]
    assert [item.value for item in view.channels[0].items] == ["15", "15", "15", "20", "20", "15"]
    assert [level.value for level in view.channels[1].levels] == ["100", "80", "60", "30"]
    assert view.channels[0].items_assumed
    assert view.channels[1].levels_assumed
    facts = [fact for channel in view.channels for fact in channel.facts]
    # The notice itself names the 45 supervisors.
    assert [(fact.term, fact.value) for fact in facts if not fact.assumed] == [("Raters asked", "45")]
    assert view.total_weight == "100"
    assert "the first 20 go on; all who tie at the cut go on" in view.stages[0].cut


def test_sentences_come_in_the_language_of_the_page():
    document = small_scheme(tie={"order": ["clinets"]})

    with translation.override("zh-hans"):
        chinese = check_chapters(document)
    assert [fault.path for fault in chinese] == ["tie.order"]
    assert "没有" in chinese[0].message
    assert "There is no channel" in check_chapters(document)[0].message


def test_weights_that_do_not_add_up_are_a_warning():
    document = small_scheme()
    document["channel"][0]["weight"] = "31"

    faults = check_chapters(document)
    assert [(fault.level, "101" in fault.message) for fault in faults] == [("warning", True)]


@pytest.mark.parametrize("least", ["0", "1", "4"])
def test_an_anonymous_channel_with_few_forms_is_an_error(least):
    document = small_scheme()
    document["channel"][1]["min_valid"] = least

    assert "channel.clients.min_valid" in {
        fault.path for fault in check_chapters(document) if fault.level == "error"
    }


def test_an_anonymous_channel_that_says_nothing_has_too_few():
    document = small_scheme()
    del document["channel"][1]["min_valid"]

    assert [fault.path for fault in check_chapters(document)] == ["channel.clients.min_valid"]


def test_named_raters_may_be_few():
    assert check_chapters(small_scheme()) == []


@pytest.mark.parametrize("broken", [{}, {"channel": "x"}, {"channel": [1]}, {"stage": {}}, {"channel": [{}]}])
def test_a_document_of_any_shape_is_answered_with_faults(broken):
    assert any(fault.level == "error" for fault in check_chapters(broken))


def test_figures_are_found_and_changed_by_their_path():
    document = small_scheme()
    figures = {figure.path: figure.value for figure in figures_of(document)}

    assert figures["channel.clients.weight"] == "40"
    assert figures["stage.social.keep.top"] == "3"
    assert figures["select.seats"] == "2"
    changed = with_figures(document, figures | {"stage.social.keep.top": "7"})
    assert changed["stage"][0]["keep"] == {"top": "7"}
    assert document["stage"][0]["keep"] == {"top": "3"}


@pytest.mark.parametrize(
    ("key", "path", "value"),
    [
        ("wenzhou-logo", "channel.poll.picks.exactly", "1"),
        ("laizhou-ballot", "channel.ballot.picks.at_most", "26"),
        ("gaomi-creation", "channel.debate.transform.first", "100"),
        ("hangzhou-appraisal", "channel.targets.figure.max", "100"),
    ],
)
def test_what_a_form_of_its_own_bounds_is_a_figure(key, path, value):
    document = scheme_document(key)
    figures = {figure.path: figure.value for figure in figures_of(document)}

    assert figures[path] == value


@pytest.mark.parametrize(
    ("overall", "told"),
    [
        ({}, "“On the whole”: with “I do not agree” a form counts as 0, and nothing else on it is read"),
        (
            {"title": {"zh": "是否推荐", "en": "Recommended"}, "in_base": False},
            "“Recommended”: with “I do not agree” a form is left out of the score, and nothing else on it is read",
        ),
    ],
)
def test_a_last_answer_is_told_with_what_it_does(overall, told):
    overall = {"key": "overall", "title": {"zh": "overall", "en": "overall"}} | overall

    assert channel_words({"overall": overall}) == [("overall", "Asked last", told)]

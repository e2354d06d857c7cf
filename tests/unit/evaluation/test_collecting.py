"""Every channel that the rules can write is filled on a page of the portal, and the count takes what the page keeps."""

from itertools import product

import pytest

from evaluation import tally
from evaluation.enums import FormKind, RaterKind
from evaluation.models import Channel
from evaluation.selectors.questions import question_of
from evaluation.services.lines import lines_of
from evaluation.services.papers import EntryPaper
from evaluation.tally.measure import reader_of
from tests.schemes import small_scheme

ITEMS = [{"key": "name", "title": {"zh": "名称", "en": "Name"}, "max": "40", "step": "1"}]
LEVELS = [
    {"key": key, "title": {"zh": key, "en": key}, "value": value, "good": value == "100"}
    for key, value in (("good", "100"), ("bad", "30"))
]
FORMS = {
    "items": {"items": ITEMS},
    "levels": {"items": [{"key": "name", "title": {"zh": "名称", "en": "Name"}}], "levels": LEVELS},
    "picks": {"picks": {"at_most": "2"}, "max": "100"},
    "ranking": {
        "transform": {"kind": "rank_points", "first": "100", "step": "-10", "min": "0"},
        "max": "100",
    },
    "motion": {"motion": {"pass": "2/3", "members": "3"}, "max": "100"},
    "figure": {"figure": {"min": "0", "max": "100"}, "max": "100"},
    "ledger": {
        "max": "100",
        "ledger": {
            "items": [{"key": "duty", "title": {"zh": "到岗", "en": "Duty"}, "start": "100"}],
            "facts": [{"key": "late", "title": {"zh": "迟到", "en": "Late"}, "item": "duty", "delta": "-1"}],
        },
    },
}
OPTIONS = {
    "plain": {},
    "groups": {
        "groups": [
            {"key": key, "title": {"zh": key, "en": key}, "weight": "50", "min_valid": "5"}
            for key in ("a", "b")
        ]
    },
    "overall": {"overall": {"agree": "agree", "reject": "disagree"}},
    "blank": {"blank": {"in_base": True, "penalty": "1"}},
    "any_item": {"valid_if": "any_item"},
}
# Refused by the linter, whoever fills the form.
REFUSED = {("motion", "groups"), ("motion", "blank")}
ALL = list(product(RaterKind.values, FormKind.values, OPTIONS))


def document_of(raters: str, form: str, option: str):
    row = {
        "key": "one", "title": {"zh": "一", "en": "One"}, "raters": raters, "form": form, "weight": "100",
        "min_valid": "5", **FORMS[form], **OPTIONS[option],
    }  # fmt: skip
    return small_scheme(
        channel=[row], stage=[{"key": "all", "use": ["one"]}], tie={"order": [], "then": "share"}
    )


@pytest.mark.parametrize("form", FormKind.values)
def test_the_forms_tried_are_sound(form):
    faults = tally.lint(document_of("member", form, "plain"))

    assert [fault.path for fault in faults if fault.level == "error"] == []


def faults_of(document):
    return [fault for fault in tally.lint(document) if fault.level == "error"]


def kept_of(channel, lines):
    """What a voter leaves who answers every line of a form on one entry, as forms.csv has it."""
    paper = EntryPaper(channel, None, "", [question_of(line) for line in lines])
    given = {one.key: one.choices[0].key if one.choices else "7" for one in paper.questions}
    kept = paper.read(given)
    return ";".join(f"{line.key}:{kept}" for line in lines) if channel.form == "ledger" else kept


@pytest.mark.parametrize(("raters", "form", "option"), ALL)
def test_what_the_linter_lets_pass_is_asked_on_a_page_and_counted_as_it_is_kept(raters, form, option):
    document = document_of(raters, form, option)
    if faults_of(document):
        assert (form, option) in REFUSED
        return
    channel, row = Channel(raters=raters, form=form), tally.load_rules(document).channels["one"]

    assert (form, option) not in REFUSED
    assert channel.has_sheets != channel.is_by_ballot
    lines = lines_of(row)
    assert bool(lines) != (channel.is_wide and channel.is_by_ballot)
    if channel.is_by_ballot and lines:
        reading = reader_of(row).read(kept_of(channel, lines))
        assert (reading.fate, reading.in_base) == ("valid", True)

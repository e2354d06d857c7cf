"""Every channel that the rules can write is filled on a page of the portal, or refused before a round opens on it."""

from itertools import product

import pytest

from evaluation import tally
from evaluation.enums import FormKind, RaterKind
from evaluation.models import Channel
from evaluation.selectors.collecting import why_not_collected
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
# Refused by the key that the sentence names: a form that is measured or counted, by code.
REFUSED = set(product(("client", "public"), ("ledger",)))
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


@pytest.mark.parametrize(("raters", "form", "option"), ALL)
def test_a_channel_has_its_page_or_a_sentence_that_names_the_key(raters, form, option):
    why = why_not_collected(document_of(raters, form, option))

    channel = Channel(raters=raters, form=form)
    if (raters, form) in REFUSED:
        assert why.startswith("channel.one.form:")
    else:
        assert why == ""
        assert channel.has_sheets != channel.is_by_ballot


def test_the_sentence_says_what_to_change():
    why = why_not_collected(document_of("public", "ledger", "plain"))

    assert why == (
        "channel.one.form: “ledger” is not asked by one-time code. Choose another form, or in channel.one.raters "
        "people with an account in place of “public”."
    )

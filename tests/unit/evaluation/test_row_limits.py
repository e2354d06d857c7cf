"""What no row can hold is refused by the path of its key, before PostgreSQL would refuse it without a word."""

from copy import deepcopy

import pytest

from brandportal.rulebook import check
from tests.kinds import kind_of

LONG_KEY, LONG_TITLE, LONG_NUMBER = "k" * 61, "长" * 121, "1" + "0" * 20


def faults_of(document):
    return {fault.path: str(fault) for fault in check(document) if fault.level == "error"}


def spoilt(deed):
    document = deepcopy(kind_of("items"))
    channel = document["channel"][0]
    deed(channel, document)
    return faults_of(document)


@pytest.mark.parametrize(
    ("deed", "path"),
    [
        (lambda row, _all: row["items"][0].update(key=LONG_KEY), f"channel.poll.items.{LONG_KEY}.key"),
        (
            lambda row, _all: row["items"][0]["title"].update(zh=LONG_TITLE),
            "channel.poll.items.name.title.zh",
        ),
        (lambda row, _all: row["items"][0].update(max=LONG_NUMBER), "channel.poll.items.name.max"),
        (lambda _row, whole: whole["stage"][0].update(title={"zh": LONG_TITLE}), "stage.all.title.zh"),
    ],
)
def test_what_no_row_can_hold_is_told_by_its_path(deed, path):
    found = spoilt(deed)

    assert "Shorten it" in found[path]


def test_what_just_fits_is_taken():
    assert spoilt(lambda row, _all: row["items"][0].update(key="k" * 60, title={"zh": "长" * 120})) == {}

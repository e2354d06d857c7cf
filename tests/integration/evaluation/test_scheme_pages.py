"""The page of schemes: every one is drawn, and a round is started from any."""

import pytest
from django.urls import reverse

from evaluation.selectors.rules import scheme_document, scheme_keys
from tests.cast import client_of
from tests.integration.evaluation.conftest import english

LIST = reverse("evaluation:scheme-list")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_draws_every_scheme_with_all_its_channels(cast, language):
    client = english(cast.omar) if language == "en" else client_of(cast.omar)
    text = client.get(LIST).content.decode()
    word = "en" if language == "en" else "zh"

    for document in map(scheme_document, scheme_keys()):
        assert f'id="scheme-{document["key"]}"' in text
        for row in [document, *document["channel"], *document["stage"], *document.get("level", [])]:
            assert row["title"][word].replace("'", "&#x27;") in text
    others = [key for key in scheme_keys() if key != "ten-best"]
    assert text.index("scheme-ten-best") < min(text.index(f"scheme-{key}") for key in others)


def test_options_of_every_form_stand_in_words(cast):
    text = english(cast.omar).get(LIST).content.decode()

    for words in (
        "at most 26 entries",
        "exactly 1 entry",
        "one at least of each list",
        "more than 1/2 of all members",
        "from 0 to 100",
        "Absent half a day or more",
        "the first place has 30 points, each further place -1",
        "the best has 100 points, the others in proportion",
        "from 2000: 50",
        "the 1 highest and the 1 lowest leave",
        "Firms 1, Residents 1",
        "the median counts",
        "95 points and more, share of all 0.10",
        "asks for Title of a provincial name brand",
    ):
        assert words in text


def test_every_scheme_of_the_house_is_offered(cast):
    text = english(cast.omar).get(LIST).content.decode()

    assert all(reverse("evaluation:round-start", args=[key]) in text for key in scheme_keys())

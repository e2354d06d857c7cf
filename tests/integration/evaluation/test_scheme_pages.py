"""The page of schemes: every one is drawn; only what the portal's pages can collect is started."""

import json

import pytest
from django.urls import reverse

from applications.models import Round
from brandportal.kit.errors import DomainError
from evaluation.selectors import rules
from evaluation.selectors.rules import SCHEMES, scheme_document, scheme_keys
from evaluation.services.rounds import open_round, start_round
from tests.cast import client_of
from tests.integration.evaluation.conftest import FACTS, english

LIST = reverse("evaluation:scheme-list")
WHY = "is not asked by one-time code"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> str:
    """The key of a scheme that lets everybody count facts by code, for which no page here asks."""
    for path in SCHEMES.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (SCHEMES / "window-ledger.toml").read_text(encoding="utf-8")
    text = text.replace('"window-ledger"', '"ledger-by-code"', 1).replace('"organizer"', '"public"', 1)
    (tmp_path / "ledger-by-code.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(rules, "SCHEMES", tmp_path)
    return "ledger-by-code"


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

    assert WHY not in text
    assert all(reverse("evaluation:round-start", args=[key]) in text for key in scheme_keys())


def test_a_scheme_of_other_forms_says_why_it_is_not_started(cast, elsewhere):
    text = english(cast.omar).get(LIST).content.decode()

    assert text.count("disabled aria-describedby") == text.count(WHY) == 1
    assert reverse("evaluation:round-start", args=[elsewhere]) not in text


def test_the_service_does_not_start_it(cast, elsewhere):
    with pytest.raises(DomainError, match=WHY):
        start_round(elsewhere, by=cast.omar, **FACTS)


def test_the_start_page_of_such_a_scheme_has_no_form(cast, elsewhere):
    url, client = reverse("evaluation:round-start", args=[elsewhere]), english(cast.omar)

    page = client.get(url).content.decode()
    assert WHY in page
    assert 'name="code"' not in page
    assert client.post(url, {name: str(value) for name, value in FACTS.items()}).status_code == 200
    assert not Round.objects.exists()


def test_a_draft_whose_rules_ask_for_other_forms_is_not_opened(cast, draft, elsewhere):
    draft.rules = json.dumps(scheme_document(elsewhere), ensure_ascii=False)
    draft.save()

    with pytest.raises(DomainError, match=WHY):
        open_round(draft, by=cast.omar)
    draft.refresh_from_db()
    assert draft.status == "draft"

"""What is typed on a ballot on one brand: read by exact patterns, refused with the field, the fault and the way out."""

import pytest

from brandportal.kit.errors import InputErrors
from evaluation.models import Channel, Criterion
from evaluation.selectors.questions import question_of
from evaluation.services.lines import VOTES_BY_CODE
from evaluation.services.papers import EntryPaper


def paper_of(form, *lines):
    return EntryPaper(Channel(form=form), None, "", [question_of(line) for line in lines])


def refused(paper, typed):
    with pytest.raises(InputErrors) as caught:
        paper.read(typed)
    return {error.field: str(error) for error in caught.value.errors}


@pytest.fixture
def motion():
    return paper_of(
        "motion", Criterion(key="vote", title_zh="表决", kind="vote", choices=list(VOTES_BY_CODE))
    )


@pytest.mark.parametrize("word", ["yes", "no", "abstain"])
def test_a_vote_is_kept_as_its_word(motion, word):
    assert motion.read({"vote": word}) == word


@pytest.mark.parametrize("typed", ["absent", "none", "YES", "yes ", "yes|no", "是"])
def test_no_other_word_is_a_vote(motion, typed):
    assert "not on the ballot" in refused(motion, {"vote": typed})["item-vote"]


def test_no_vote_is_no_abstention(motion):
    assert refused(motion, {}) == {"item-vote": "You have not voted. Choose yes, no or abstain."}


@pytest.fixture
def figure():
    return paper_of("figure", Criterion(key="figure", title_zh="票数", kind="figure", least="-10", max="100"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", "12"), (" １２．５０ ", "12.5"), ("007", "7"), ("-0", "0"), ("-10", "-10"), ("100.0000", "100")],
)
def test_equal_figures_are_kept_as_the_same_text(figure, typed, kept):
    assert figure.read({"figure": typed}) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "“票数” is not filled in. A number from -10 to 100."),
        *(
            (typed, "is not a figure")
            for typed in ("1e1", "NaN", "inf", "+5", "1_0", "٣", "5|6", ".5", "1.23456")
        ),
        ("1,5", "Use a full stop"),
        ("100.01", "Write a number from -10 to 100."),
        ("-10.5", "Write a number from -10 to 100."),
    ],
)
def test_a_figure_that_is_none_is_refused_by_its_field(figure, typed, said):
    assert said in refused(figure, {"figure": typed})["item-figure"]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({}, "A number."),
        ({"least": "0"}, "A number, 0 or more."),
        ({"max": "57"}, "A number, at most 57."),
    ],
)
def test_a_figure_names_the_bounds_it_has(bounds, said):
    assert question_of(Criterion(key="figure", kind="figure", **bounds)).scale == said


@pytest.fixture
def ledger():
    facts = (("late", "迟到"), ("praised", "表扬"))
    lines = [Criterion(key=key, title_zh=zh, kind="count", least="0", step="1") for key, zh in facts]
    return paper_of("ledger", *lines)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, "0|0"),
        ({"late": " "}, "0|0"),
        ({"late": "０３"}, "3|0"),
        ({"late": "2", "praised": "999999"}, "2|999999"),
    ],
)
def test_a_fact_left_empty_was_found_never(ledger, typed, kept):
    assert ledger.read(typed) == kept


@pytest.mark.parametrize("typed", ["1e1", "-1", "1.5", "1:2", "2;late:3", "1000000", "二"])
def test_a_count_that_is_none_is_refused_by_its_field(ledger, typed):
    assert "is not a count" in refused(ledger, {"late": "1", "praised": typed})["item-praised"]

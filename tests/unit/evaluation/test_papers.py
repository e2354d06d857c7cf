"""What is typed on a ballot on one brand: read by exact patterns, refused with the field, the fault and the way out."""

import pytest

from brandportal.kit.errors import InputErrors
from evaluation.models import Channel, Criterion
from evaluation.selectors.ballots import question_of
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

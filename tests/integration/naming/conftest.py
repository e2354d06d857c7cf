"""A round whose final tally stands: three applications ranked, two of them with a seat."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from applications.models import Application, Round
from brandportal.rulebook import canonical, fingerprint
from evaluation.models.tallies import Tally
from naming.models import Notice, Proposal
from naming.services import draw_up_proposal, prepare_notice, publish_notice
from tests.committee import AS_RANKED, PUBLISHED, resolve
from tests.schemes import small_scheme

DAYS = {
    "filing_opens": date(2026, 6, 1),
    "filing_closes": date(2026, 6, 30),
    "correction_closes": date(2026, 7, 7),
    "rating_opens": date(2026, 7, 10),
    "rating_closes": date(2026, 7, 31),
    "review_opens": date(2026, 8, 3),
    "review_closes": date(2026, 8, 21),
    "decision_on": date(2026, 9, 16),
}
RANKING = (
    ("A001", 1, "91.20", "awarded"),
    ("A002", 2, "90.10", "awarded"),
    ("A003", 3, "88.00", "not_awarded"),
)


@pytest.fixture
def ranked(cast) -> Round:
    rules = canonical(small_scheme())
    round = Round.objects.create(
        code="2026-small",
        title_zh="2026年度小规模评选",
        year=2026,
        document_number="县组发〔2026〕6号",
        naming_body="中共县委",
        organizer_name="县委组织部",
        complaint_contact="8812 3456",
        call_text="通知",
        scheme_key="ten-best",
        rules=rules,
        rules_fingerprint=fingerprint(rules),
        status="evaluation",
        **DAYS,
    )
    for code, name, unit in (
        ("A001", "文档连心桥", cast.archives),
        ("A002", "游客知友", cast.tourism),
        ("A003", "档案为民", cast.archives),
    ):
        Application.objects.create(
            round=round,
            unit=unit,
            code=code,
            brand_name=name,
            meaning="释义",
            drafter=cast.alice,
            status="shortlisted",
            created_at=datetime(2026, 6, 2, tzinfo=UTC),
        )
    return round


@pytest.fixture
def tally(ranked) -> Tally:
    selection = [
        {
            "entry": code,
            "rank": rank,
            "total": {"exact": "0/1", "printed": printed},
            "outcome": outcome,
            "level": None,
            "reasons": [] if outcome == "awarded" else ["no_seat"],
        }
        for code, rank, printed, outcome in RANKING
    ]
    stages = [{"key": "review", "entries": []}]
    result = canonical({"selection": selection, "stages": stages, "state": "final"})
    moment = datetime(2026, 8, 22, tzinfo=UTC)
    return Tally.objects.create(
        round=ranked,
        number=1,
        through="review",
        status="done",
        state="final",
        created_at=moment,
        adopted_at=moment,
        inputs_digest="0" * 64,
        result=result,
        result_digest=hashlib.sha256(result.encode()).hexdigest(),
    )


@pytest.fixture
def proposal(ranked, tally, cast) -> Proposal:
    return draw_up_proposal(ranked, tally, by=cast.omar)


@pytest.fixture
def draft(proposal, cast) -> Notice:
    resolve(proposal, AS_RANKED, cast)
    return prepare_notice(proposal.round, number="公示3号", first_day=date(2026, 9, 18), by=cast.omar)


@pytest.fixture
def notice(draft, cast) -> Notice:
    return publish_notice(draft, by=cast.omar, at=PUBLISHED)

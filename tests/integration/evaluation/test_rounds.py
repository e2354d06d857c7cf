"""Setting a round up, its rules, and opening it."""

import json

import pytest

from applications.enums import RoundStatus
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed
from brandportal.rulebook import fingerprint
from evaluation import tally
from evaluation.models import Channel, Criterion, Stage
from evaluation.selectors import rules_of
from evaluation.selectors.rules import read_document
from evaluation.services.rounds import change_figures, change_rules, open_round, start_round
from tests.integration.evaluation.conftest import FACTS
from tests.schemes import small_scheme


def written(**changes) -> str:
    return json.dumps(small_scheme(**changes), ensure_ascii=False)


def channels(**changes) -> list[dict]:
    """The small channels with keys of the clients' one changed."""
    rows = small_scheme()["channel"]
    rows[1] |= changes
    return rows


def test_a_round_starts_from_the_ten_best(cast):
    round = start_round("ten-best", by=cast.omar, **FACTS)

    assert round.status == RoundStatus.DRAFT
    rules = rules_of(round)
    assert [channel.weight for channel in rules.channels.values()] == [30, 40, 30]
    assert (rules.select.seats, [stage.key for stage in rules.stages]) == (10, ["social", "review"])


def test_a_scheme_that_does_not_exist_is_refused(cast):
    with pytest.raises(DomainError, match="does not exist"):
        start_round("../settings", by=cast.omar, **FACTS)


def test_opening_freezes_the_rules_and_builds_the_stages(draft, cast):
    round = open_round(draft, by=cast.omar)

    assert round.status == RoundStatus.FILING
    assert round.rules_fingerprint == fingerprint(round.rules)
    assert round.rules_fingerprint == rules_of(round).fingerprint
    assert tally.spell_out(read_document(round.rules)) == read_document(round.rules)
    assert list(Stage.objects.values_list("key", "position")) == [("social", 1), ("review", 2)]
    assert list(Channel.objects.values_list("key", "stage__key", "weight", "max")) == [
        ("supervisors", "social", "30", "100"),
        ("clients", "social", "40", "100"),
        ("panel", "review", "30", "100"),
    ]
    assert list(Criterion.objects.filter(channel__key="panel").values_list("key", "max")) == [
        ("papers", "60"),
        ("visit", "40"),
    ]
    assert len(Criterion.objects.get(key="attitude").choices) == 3


def test_opening_is_the_organizers_and_happens_once(draft, cast):
    with pytest.raises(NotAllowed):
        open_round(draft, by=cast.audrey)
    draft.refresh_from_db()
    assert (draft.status, Stage.objects.count()) == (RoundStatus.DRAFT, 0)

    open_round(draft, by=cast.omar)
    with pytest.raises(DomainError):
        open_round(draft, by=cast.omar)
    assert Stage.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (written(channel=channels(wieght="5")), "channel.clients.wieght"),
        (written(channel=channels(weight="viel")), "channel.clients.weight"),
        (written(channel=channels(min_valid="4")), "channel.clients.min_valid.*5 or more"),
        (written(tie={"order": ["clinets"], "then": "committee"}), "tie.order"),
        (written(stage=[]), "stage"),
        ('{"format": 1, "weight": 1e3}', "1e3.*without an exponent"),
        ("format = 1\nkey =", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "format|cannot be read"),
    ],
)
def test_a_faulty_document_is_refused_with_its_path_and_the_way_out(draft, cast, text, says):
    before = draft.rules

    with pytest.raises(DomainError, match=says):
        change_rules(draft, text, by=cast.omar)
    draft.refresh_from_db()
    assert draft.rules == before


def test_every_fault_comes_in_one_answer(draft, cast):
    with pytest.raises(InputErrors) as refused:
        change_rules(draft, written(channel=channels(wieght="5", min_valid="4")), by=cast.omar)

    assert len(refused.value.errors) == 2


def test_toml_is_as_good_as_json(draft, cast):
    text = written().replace('"seats": "2"', '"seats": 3')
    change_rules(draft, text, by=cast.omar)

    assert rules_of(draft).select.seats == 3


def test_groups_of_clients_are_held_to_the_same_least_number(draft, cast):
    groups = [{"key": "town", "weight": "1", "min_valid": "2"}, {"key": "county", "weight": "1"}]

    with pytest.raises(InputErrors) as refused:
        change_rules(draft, written(channel=channels(groups=groups)), by=cast.omar)
    paths = {str(error).partition(":")[0] for error in refused.value.errors}
    assert paths == {
        "Line 1, channel.clients.groups.town.min_valid",
        "Line 1, channel.clients.groups.county.min_valid",
    }


def test_a_client_channel_below_five_cannot_open(draft, cast):
    draft.rules = written(channel=channels(min_valid="3"))
    draft.save(update_fields=["rules"])

    with pytest.raises(InputErrors, match=r"channel\.clients\.min_valid"):
        open_round(draft, by=cast.omar)
    assert not Stage.objects.exists()


def test_single_figures_change_by_their_path(draft, cast):
    change_figures(
        draft,
        {"channel.clients.weight": "35", "stage.social.keep.top": "4", "select.seats": "3"},
        by=cast.omar,
    )

    rules = rules_of(draft)
    assert (rules.channels["clients"].weight, rules.stages[0].keep.amount, rules.select.seats) == (35, 4, 3)


def test_a_doubtful_figure_is_refused_at_its_field(draft, cast):
    with pytest.raises(InputErrors) as refused:
        change_figures(draft, {"channel.clients.weight": "-10", "select.seats": "zwei"}, by=cast.omar)

    assert {error.field for error in refused.value.errors} == {"channel.clients.weight", "select.seats"}


def test_frozen_rules_do_not_change(draft, cast):
    round = open_round(draft, by=cast.omar)

    with pytest.raises(DomainError, match="open"):
        change_rules(round, written(), by=cast.omar)
    with pytest.raises(DomainError, match="open"):
        change_figures(round, {"select.seats": "5"}, by=cast.omar)


def test_opening_leaves_the_fingerprint_in_the_trail(draft, cast):
    round = open_round(draft, by=cast.omar)

    assert round.rules_fingerprint in AuditEvent.objects.get(event="build_stages").body

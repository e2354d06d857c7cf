"""Every lifecycle table of the house: no state unknown, no deed from a wrong state, nobody beyond those written here."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import NotAllowed, StaleState
from brandportal.lifecycle import registry
from tests.unit.lifecycle.subjects import World, build_world

# Who may do what: rater roles on their own sheet, panel members on a visit of their panel, unit roles for their unit.
MAY = {
    "amendment": {"confirm": "organizer secretary", "reject": "organizer secretary"},
    "application": {
        "send": "drafter",
        "recall": "drafter",
        "send_back": "approver",
        "submit": "approver",
        "withdraw": "approver",
        "accept": "organizer",
        "return": "organizer",
        "shortlist": "organizer",
        "eliminate": "organizer",
        "designate": "organizer",
        "pass_over": "organizer",
    },
    "code_change": {
        "agree": "chair organizer secretary",
        "decline": "chair organizer secretary",
        "carry_out": "organizer",
    },
    "conflict": {"confirm": "organizer", "dismiss": "organizer"},
    "designation": {"withdraw": "organizer", "terminate": "organizer"},
    "meeting": {
        "confirm": "chair organizer",
        "return": "chair organizer",
        "recall": "secretary",
        "record": "secretary",
    },
    "message": {"release": "administrator organizer"},
    "notice": {"publish": "organizer", "close": "organizer"},
    "objection": {"dismiss": "organizer", "uphold": "organizer"},
    "proposal": {"resolve": "chair organizer"},
    "round": {
        "open": "organizer",
        "close_filing": "organizer",
        "start_decision": "organizer",
        "publish_notice": "organizer",
        "conclude": "organizer",
        "cancel": "organizer",
    },
    "sheet": {
        "sign": "panel supervisor",
        "reopen": "organizer",
        "recuse": "organizer panel supervisor",
        "readmit": "organizer",
    },
    "stage": {"open": "organizer", "close": "organizer", "mark_tallied": "organizer"},
    # The counting process is no person.
    "tally": {"begin": "", "finish": "", "fail": "", "requeue": ""},
    "visit": {"record": "panel", "close": "panel", "reopen": "organizer"},
}
# Rows that a role alone does not open: it takes the unit, the sheet, the place on the panel.
BOUND = {
    "application": "send recall send_back submit withdraw",
    "sheet": "sign",
    "visit": "record close",
}
MACHINES = registry()
ROWS = [pytest.param(one, row, id=f"{one.key}-{row.action}") for one in MACHINES for row in one.transitions]


def states_of(machine) -> list[str]:
    return [value for value, _label in machine.model._meta.get_field(machine.field).choices]


WRONG = [
    pytest.param(one, row, state, id=f"{one.key}-{row.action}-from-{state}")
    for one in MACHINES
    for row in one.transitions
    for state in states_of(one)
    if state not in row.sources
]


@pytest.fixture
def world(db) -> World:
    return build_world()


def test_the_table_of_roles_names_every_deed_of_the_house():
    assert {one.key: {row.action for row in one.transitions} for one in MACHINES} == {
        key: set(rows) for key, rows in MAY.items()
    }


@pytest.mark.parametrize(("machine", "row"), ROWS)
def test_a_row_names_known_states_and_a_known_verb(machine, row):
    assert {*row.sources, row.target} <= set(states_of(machine))
    assert row.target not in row.sources
    assert rules.perm_exists(row.permission)
    assert str(row.label)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.key)
def test_every_state_is_reached_from_the_first(machine):
    reached, before = {machine.model._meta.get_field(machine.field).default}, set()
    while reached != before:
        before = set(reached)
        reached |= {row.target for row in machine.transitions if reached & set(row.sources)}

    assert reached == set(states_of(machine))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.key)
def test_the_database_knows_the_same_states(machine):
    names = [one.name for one in machine.model._meta.constraints]

    assert any(name.endswith(("_status_known", "_status")) for name in names)


@pytest.mark.django_db
@pytest.mark.parametrize(("machine", "row", "state"), WRONG)
def test_from_a_state_that_is_no_source_the_engine_refuses(machine, row, state):
    subject = machine.model(**{machine.field: state})

    with pytest.raises(StaleState):
        machine.advance(subject, row.action, by=None)

    assert machine.state_of(subject) == state
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.key)
def test_offers_show_each_role_its_deeds_and_no_other(machine, world):
    for state in states_of(machine):
        for role, user in world.people.items():
            subject = world.subject(machine.key, state, role)
            offered = {one.action for one in machine.offers(subject, user)}

            assert offered == expected(machine, state, role), (state, role)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.key)
def test_whoever_lacks_the_verb_is_refused_by_the_engine(machine, world):
    for row in machine.transitions:
        for role, user in world.people.items():
            if role in MAY[machine.key][row.action].split():
                continue
            with pytest.raises(NotAllowed):
                machine.advance(world.subject(machine.key, row.sources[0], role), row.action, by=user)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.key)
def test_a_visitor_is_offered_nothing(machine, world):
    for state in states_of(machine):
        assert machine.offers(world.subject(machine.key, state), AnonymousUser()) == []


@pytest.mark.parametrize("key", BOUND)
def test_the_role_alone_does_not_open_what_is_bound_to_a_place(key, world, cast):
    """The cast of the tests is of another unit, has no sheet and no place on this panel."""
    machine = next(one for one in MACHINES if one.key == key)
    for row in machine.transitions:
        if row.action not in BOUND[key].split():
            continue
        for user in cast.everybody:
            subject = world.subject(key, row.sources[0])
            assert row.action not in {one.action for one in machine.offers(subject, user)}, user


def expected(machine, state: str, role: str) -> set[str]:
    return {
        row.action
        for row in machine.transitions
        if state in row.sources and role in MAY[machine.key][row.action].split()
    }

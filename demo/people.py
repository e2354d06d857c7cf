"""The people of the demonstration: who they are called, what they sign in with, which role they have."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from brandportal.accounts.enums import Role
from demo.profiles import DATA, profiles
from demo.ratings import MEMBERS, SUPERVISORS

OFFICE, COMMITTEE = "county-organization", "county-office"
OFFICES = {
    OFFICE: ("县委组织部", "Organization Department of the County Committee"),
    COMMITTEE: ("县委办公室", "General Office of the County Committee"),
}


@dataclass(frozen=True)
class Person:
    """One account; `unit` is a unit's code or empty."""

    username: str
    name: str
    roles: tuple[Role, ...]
    unit: str = ""


def people(*, seed: int) -> list[Person]:
    """Return the same accounts in the same order for every seed; only their names follow it."""
    names = _names(random.Random(f"people:{seed}"))
    return [Person(username, next(names), roles, unit) for username, roles, unit in _posts()]


def committee(*, seed: int, count: int) -> list[str]:
    """Return names for the members of the committee, who have no accounts."""
    taken = {one.name for one in people(seed=seed)}
    names = (name for name in _names(random.Random(f"committee:{seed}")) if name not in taken)
    return [next(names) for _member in range(count)]


def _posts() -> Iterator[tuple[str, tuple[Role, ...], str]]:
    yield "administrator", (Role.ADMINISTRATOR,), OFFICE
    yield "organizer", (Role.ORGANIZER,), OFFICE
    yield "organizer-2", (Role.ORGANIZER,), OFFICE
    yield "auditor", (Role.AUDITOR,), OFFICE
    yield "secretary", (Role.SECRETARY,), COMMITTEE
    for profile in profiles():
        yield f"drafter-{profile.key}", (Role.DRAFTER,), profile.key
        yield f"approver-{profile.key}", (Role.APPROVER,), profile.key
    for number in range(1, SUPERVISORS + 1):
        yield f"supervisor-{number:02d}", (Role.SUPERVISOR,), ""
    yield "chair", (Role.PANEL, Role.CHAIR), ""
    for number in range(2, MEMBERS + 1):
        yield f"panel-{number}", (Role.PANEL,), ""
    # Somebody new, for the administrator to give a role.
    yield "newcomer", (), OFFICE


def _names(rng: random.Random) -> Iterator[str]:
    pool = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
    pairs = [f"{surname}{given}" for surname in pool["surnames"] for given in pool["given"]]
    yield from rng.sample(pairs, len(pairs))

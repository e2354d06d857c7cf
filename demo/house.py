"""The units and people of the demonstration; a second round finds those of the first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from brandportal.accounts.enums import Category, Role
from brandportal.accounts.models import Unit, User
from brandportal.accounts.services import create_unit, create_user
from demo.people import OFFICES, Person, people
from demo.profiles import profiles

MAIL = "demonstration.invalid"


@dataclass(frozen=True)
class House:
    """Units by code, people by sign-in name."""

    units: Mapping[str, Unit]
    people: Mapping[str, User]

    @property
    def organizer(self) -> User:
        return self.people["organizer"]

    @property
    def secretary(self) -> User:
        return self.people["secretary"]

    def drafter(self, key: str) -> User:
        return self.people[f"drafter-{key}"]

    def approver(self, key: str) -> User:
        return self.people[f"approver-{key}"]

    def having(self, role: Role) -> list[User]:
        return [user for user in self.people.values() if role.value in user.roles]


def furnish(*, seed: int) -> House:
    """Return the house, made by the services of `accounts` where it does not stand yet."""
    units = _units()
    found = {user.username: user for user in User.objects.filter(is_demo=True).prefetch_related("grants")}
    missing = [person for person in people(seed=seed) if person.username not in found]
    # Argon2 takes its time on purpose: one hash serves all accounts of one and the same public password.
    encoded = make_password(settings.DEMO_PASSWORD) if missing else ""
    made = {person.username: _account(person, units, found, encoded) for person in missing}
    return House(units, found | made)


def _units() -> dict[str, Unit]:
    found = {unit.code: unit for unit in Unit.objects.all()}
    for code, (name, english) in OFFICES.items():
        if code not in found:
            found[code] = create_unit(
                code=code, name_zh=name, name_en=english, category=Category.OFFICE, by=None
            )
    for profile in profiles():
        if profile.key not in found:
            found[profile.key] = create_unit(
                code=profile.key,
                name_zh=profile.name,
                name_en=profile.name_en,
                category=profile.category,
                by=None,
            )
    return found


def _account(person: Person, units: Mapping[str, Unit], found: Mapping[str, User], encoded: str) -> User:
    user, _first = create_user(
        username=person.username,
        name=person.name,
        unit=units.get(person.unit),
        email=f"{person.username}@{MAIL}",
        roles=[role.value for role in person.roles],
        encoded_password=encoded,
        is_demo=True,
        by=found.get("administrator"),
    )
    return user

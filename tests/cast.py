"""The people every test knows. Fixture `cast`; `client_of(user)` signs one of them in."""

from copy import copy
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import models
from django.test import Client

from brandportal.accounts.models import RoleGrant, Unit, User
from brandportal.accounts.services import create_unit, create_user
from brandportal.audit.models import AuditEvent

PASSWORD = "correct horse battery staple"
_encoded: list[str] = []
_rows: list[models.Model] = []


@dataclass
class Cast:
    """Two units and eleven people."""

    archives: Unit
    tourism: Unit
    alice: User  # drafter, archives
    bob: User  # approver, archives
    mallory: User  # drafter, tourism
    trent: User  # approver, tourism
    sun: User  # supervisor
    rui: User  # supervisor of the archives' own house: recused there
    pan: User  # panel member
    chen: User  # panel chair
    sec: User  # committee secretary
    omar: User  # organizer
    audrey: User  # auditor
    ada: User  # administrator

    @property
    def everybody(self) -> list[User]:
        return [one for one in vars(self).values() if isinstance(one, User)]


def assemble() -> Cast:
    """Make the cast by the services, once in a run; later tests find the same rows written down again, which is quicker.

    Where a trail has begun already, its next events must follow it: there the services make the cast anew.
    """
    if AuditEvent.objects.exists():
        return _made()
    if _rows:
        for model in (Unit, User, RoleGrant, AuditEvent):
            model._base_manager.bulk_create([copy(row) for row in _rows if isinstance(row, model)])
        return _found()
    made = _made()
    for model in (Unit, User, RoleGrant, AuditEvent):
        _rows.extend(model._base_manager.order_by("pk"))
    return made


def events_of_the_cast() -> int:
    """How long the trail is after `assemble` alone."""
    return sum(isinstance(row, AuditEvent) for row in _rows)


def _found() -> Cast:
    units = {unit.code: unit for unit in Unit.objects.all()}
    people = {user.username: user for user in User.objects.select_related("unit")}
    return Cast(**units, **people)


def _made() -> Cast:
    archives = create_unit(
        code="archives", name_zh="市档案局", name_en="Archives", category="government", by=None
    )
    tourism = create_unit(
        code="tourism", name_zh="市旅游局", name_en="Tourism", category="government", by=None
    )
    return Cast(
        archives=archives,
        tourism=tourism,
        alice=person("alice", "drafter", archives),
        bob=person("bob", "approver", archives),
        mallory=person("mallory", "drafter", tourism),
        trent=person("trent", "approver", tourism),
        sun=person("sun", "supervisor"),
        rui=person("rui", "supervisor", archives),
        pan=person("pan", "panel"),
        chen=person("chen", "chair panel"),
        sec=person("sec", "secretary"),
        omar=person("omar", "organizer"),
        audrey=person("audrey", "auditor"),
        ada=person("ada", "administrator"),
    )


def person(username: str, roles: str, unit: Unit | None = None) -> User:
    # Argon2 is slow on purpose: hashed once for the whole run.
    if not _encoded:
        _encoded.append(make_password(PASSWORD))
    user, _first = create_user(
        username=username,
        name=username.capitalize(),
        unit=unit,
        email=f"{username}@example.org",
        roles=roles.split(),
        encoded_password=_encoded[0],
        by=None,
    )
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client

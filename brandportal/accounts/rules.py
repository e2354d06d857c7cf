"""Predicates over roles, and who may do what with units and accounts."""

from typing import Any

import rules
from rules import Predicate

from brandportal.accounts.enums import Role


def role_predicate(role: Role) -> Predicate:
    def holds(user: Any) -> bool:
        return bool(user and user.is_authenticated and user.has_role(role))

    return Predicate(holds, name=f"is_{role.value}")


is_drafter = role_predicate(Role.DRAFTER)
is_approver = role_predicate(Role.APPROVER)
is_supervisor = role_predicate(Role.SUPERVISOR)
is_panel = role_predicate(Role.PANEL)
is_chair = role_predicate(Role.CHAIR)
is_secretary = role_predicate(Role.SECRETARY)
is_organizer = role_predicate(Role.ORGANIZER)
is_auditor = role_predicate(Role.AUDITOR)
is_administrator = role_predicate(Role.ADMINISTRATOR)
is_signed_in = Predicate(lambda user: bool(user and user.is_authenticated), name="is_signed_in")


@rules.predicate
def is_self(user: Any, other: Any) -> bool:
    return other is not None and user.pk == other.pk


VERBS = {
    "accounts.view_unit": is_administrator | is_organizer | is_auditor,
    "accounts.change_unit": is_administrator,
    "accounts.view_user": is_administrator | is_auditor,
    "accounts.change_user": is_administrator,
    "accounts.disable_user": is_administrator & ~is_self,
    "accounts.change_own_password": is_signed_in,
    "accounts.apply_roster": is_administrator,
    "accounts.use_second_factor": is_signed_in,
    "accounts.view_home": is_signed_in,
    "audit.view_event": is_auditor | is_administrator,
    "audit.check_trail": is_auditor,
    "outbox.view_message": is_organizer | is_auditor | is_administrator,
    "outbox.read_letters": is_signed_in,
    "outbox.release_message": is_organizer | is_administrator,
    "kit.view_components": is_signed_in,
}
for verb, predicate in VERBS.items():
    rules.add_perm(verb, predicate)

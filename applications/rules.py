"""Who may do what with rounds and applications."""

from typing import Any

import rules

from applications.enums import EDITABLE, ApplicationStatus, RoundStatus
from brandportal.accounts.rules import (
    is_administrator,
    is_approver,
    is_auditor,
    is_drafter,
    is_organizer,
    is_secretary,
    is_signed_in,
)


@rules.predicate
def is_of_unit(user: Any, application: Any) -> bool:
    return bool(application and user.unit_id and application.unit_id == user.unit_id)


@rules.predicate
def has_unit(user: Any) -> bool:
    return bool(user.unit_id)


@rules.predicate
def is_public(user: Any, round: Any) -> bool:
    return bool(round and round.status != RoundStatus.DRAFT)


@rules.predicate
def is_readable(user: Any, application: Any) -> bool:
    return bool(application and type(application).objects.visible_to(user).filter(pk=application.pk).exists())


@rules.predicate
def is_editable(user: Any, application: Any) -> bool:
    return bool(application and ApplicationStatus(application.status) in EDITABLE)


drafts_it = is_drafter & is_of_unit
approves_it = is_approver & is_of_unit

VERBS = {
    "applications.view_round": is_public | is_organizer | is_auditor | is_administrator | is_secretary,
    "applications.manage_round": is_organizer,
    "applications.start_application": is_drafter & has_unit,
    "applications.view_application": is_readable,
    "applications.view_contact": is_of_unit | is_organizer | is_auditor,
    "applications.list_applications": is_organizer | is_auditor,
    "applications.list_own_applications": is_signed_in & (is_drafter | is_approver),
    "applications.change_application": drafts_it,
    "applications.send_application": drafts_it,
    "applications.recall_application": drafts_it,
    "applications.approve_application": approves_it,
    "applications.withdraw_application": approves_it,
    "applications.accept_application": is_organizer,
    "applications.return_application": is_organizer,
    "applications.shortlist_application": is_organizer,
    "applications.designate_application": is_organizer,
}
for verb, predicate in VERBS.items():
    rules.add_perm(verb, predicate)

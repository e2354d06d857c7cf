"""Who may do what on the way from the ranking to the register."""

from typing import Any

import rules

from brandportal.accounts.rules import is_auditor, is_chair, is_organizer, is_secretary
from naming.enums import NoticeStatus


@rules.predicate
def is_published(user: Any, notice: Any) -> bool:
    return bool(notice and notice.status != NoticeStatus.DRAFTED)


@rules.predicate
def is_of_the_named_unit(user: Any, designation: Any) -> bool:
    return bool(designation and user.unit_id and designation.unit_id == user.unit_id)


@rules.predicate
def is_of_the_accused_unit(user: Any, objection: Any) -> bool:
    return bool(objection and user.unit_id and objection.application.unit_id == user.unit_id)


# Whoever is of the unit that is objected to does not look into it.
handles = is_organizer & ~is_of_the_accused_unit

VERBS = {
    "naming.view_proposal": is_organizer | is_secretary | is_auditor | is_chair,
    "naming.draw_up_proposal": is_organizer,
    "naming.view_meeting": is_organizer | is_secretary | is_auditor | is_chair,
    "naming.record_meeting": is_secretary,
    "naming.confirm_meeting": is_organizer | is_chair,
    "naming.view_notice": is_published | is_organizer | is_auditor | is_secretary,
    "naming.manage_notice": is_organizer,
    "naming.list_objections": is_organizer | is_auditor,
    "naming.view_objection": is_organizer | is_auditor,
    "naming.settle_objection": handles,
    "naming.view_evidence": handles,
    "naming.open_identity": handles,
    "naming.designate": is_organizer,
    "naming.change_designation": is_organizer,
    "naming.take_papers": is_organizer | is_secretary | is_auditor,
    "naming.print_certificate": is_organizer | is_of_the_named_unit,
    "naming.print_certificates": is_organizer,
}
for verb, predicate in VERBS.items():
    rules.add_perm(verb, predicate)

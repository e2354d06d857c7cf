"""Who may do what in the evaluation. Recusal beats every grant: a recused sheet has no verb but to be looked up."""

from typing import Any

import rules

from brandportal.accounts.rules import (
    is_administrator,
    is_auditor,
    is_chair,
    is_organizer,
    is_panel,
    is_secretary,
    is_supervisor,
)
from evaluation.enums import RaterKind, StageStatus
from evaluation.models import Rater


@rules.predicate
def is_the_rater(user: Any, sheet: Any) -> bool:
    return sheet is not None and sheet.rater.user_id == user.pk


@rules.predicate
def has_place(user: Any) -> bool:
    """In a channel of any kind; some kinds of raters need no role."""
    return bool(user.is_authenticated and Rater.objects.filter(user=user).exists())


@rules.predicate
def is_own_place(user: Any, rater: Any) -> bool:
    return rater is not None and rater.user_id == user.pk


@rules.predicate
def is_recused(user: Any, sheet: Any) -> bool:
    return sheet is not None and sheet.is_recused


@rules.predicate
def is_rater_of_round(user: Any, round: Any) -> bool:
    return round is not None and Rater.objects.filter(user=user, channel__round=round).exists()


@rules.predicate
def is_the_conflicted(user: Any, conflict: Any) -> bool:
    return conflict is not None and conflict.user_id == user.pk


@rules.predicate
def is_on_panel(user: Any, visit: Any) -> bool:
    """On the panel of the visit's round; being on it is a row, not a role."""
    return visit is not None and _panel_places(user, visit.round_id).exists()


@rules.predicate
def is_recused_from_visit(user: Any, visit: Any) -> bool:
    return visit is not None and visit.application.recusals.filter(user=user).exists()


@rules.predicate
def has_declared_for_visit(user: Any, visit: Any) -> bool:
    """Whoever has not said where they are not free to judge reads no dossier yet."""
    return visit is not None and visit.round.declarations.filter(user=user).exists()


def _panel_places(user: Any, round_id: int) -> Any:
    return Rater.objects.filter(user=user, channel__round_id=round_id, channel__raters=RaterKind.PANEL)


@rules.predicate
def is_of_the_unit(user: Any, result: Any) -> bool:
    """Of the unit whose application a result is asked about: (tally, application)."""
    return result is not None and user.unit_id is not None and result[1].unit_id == user.unit_id


@rules.predicate
def is_adopted(user: Any, result: Any) -> bool:
    return result is not None and result[0].is_adopted


@rules.predicate
def is_tallied(user: Any, channel: Any) -> bool:
    """Once the stage that first uses a channel is tallied, nothing on its sheets can move any more."""
    return channel is not None and channel.stage.status == StageStatus.TALLIED


@rules.predicate
def is_in_force(user: Any, tally: Any) -> bool:
    """Adopted, and so of stages whose sheets can no longer move."""
    return tally is not None and tally.is_adopted


oversees = is_organizer | is_auditor
reads_results = oversees | is_secretary | is_chair

VERBS = {
    "evaluation.view_scheme": is_organizer | is_auditor | is_administrator,
    "evaluation.view_setup": oversees,
    "evaluation.start_round": is_organizer,
    "evaluation.change_round": is_organizer,
    "evaluation.view_trial": oversees,
    "evaluation.open_round": is_organizer,
    "evaluation.view_amendments": reads_results,
    "evaluation.propose_amendment": is_organizer,
    "evaluation.confirm_amendment": is_organizer | is_secretary,
    "evaluation.close_filing": is_organizer,
    "evaluation.correct_stratum": is_organizer,
    "evaluation.record_titles": is_organizer,
    "evaluation.view_board": oversees,
    "evaluation.view_raters": oversees,
    "evaluation.assign_raters": is_organizer,
    "evaluation.open_stage": is_organizer,
    "evaluation.close_stage": is_organizer,
    "evaluation.extend_stage": is_organizer,
    "evaluation.mark_stage_tallied": is_organizer,
    "evaluation.view_desk": is_supervisor | is_panel | has_place,
    "evaluation.view_sheet": is_the_rater & ~is_recused,
    "evaluation.save_sheet": is_the_rater & ~is_recused,
    "evaluation.sign_sheet": is_the_rater & ~is_recused,
    "evaluation.sign_place": is_own_place,
    "evaluation.reopen_sheet": is_organizer,
    "evaluation.print_sheets": oversees & is_tallied,
    "evaluation.recuse_sheet": is_the_rater | is_organizer,
    "evaluation.sign_declaration": is_rater_of_round,
    "evaluation.readmit_sheet": is_organizer,
    "evaluation.view_recusals": oversees,
    "evaluation.decide_conflict": is_organizer & ~is_the_conflicted,
    "evaluation.view_visits": oversees | is_panel,
    "evaluation.view_visit": (oversees | (is_on_panel & has_declared_for_visit)) & ~is_recused_from_visit,
    "evaluation.plan_visit": (is_organizer | (is_chair & is_on_panel & has_declared_for_visit))
    & ~is_recused_from_visit,
    "evaluation.reopen_visit": (is_organizer | (is_chair & is_on_panel & has_declared_for_visit))
    & ~is_recused_from_visit,
    "evaluation.record_visit": is_on_panel & has_declared_for_visit & ~is_recused_from_visit,
    "evaluation.view_codes": oversees,
    "evaluation.issue_codes": is_organizer,
    "evaluation.view_code_changes": oversees | is_secretary | is_chair,
    # That it is not the asker who agrees is the guard's to say: with a reason, not with a missing verb.
    "evaluation.agree_code_change": is_organizer | is_secretary | is_chair,
    "evaluation.view_box": oversees | is_secretary | is_chair,
    "evaluation.sign_box": oversees | is_secretary | is_chair,
    "evaluation.view_tallies": reads_results,
    "evaluation.request_tally": is_organizer,
    "evaluation.decide_tie": is_secretary,
    "evaluation.adopt_result": is_organizer,
    "evaluation.view_results": reads_results,
    "evaluation.view_stability": reads_results,
    # Made from named sheets: for those who may print them, when they may.
    "evaluation.view_rater_stability": oversees & is_in_force,
    "evaluation.explain_result": reads_results | (is_of_the_unit & is_adopted),
    "evaluation.export_bundle": oversees,
    "evaluation.export_workbook": oversees & is_in_force,
    # The counting process is no person: nobody has this verb.
    "evaluation.count_tally": rules.always_false,
}
for verb, predicate in VERBS.items():
    rules.add_perm(verb, predicate)

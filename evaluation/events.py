"""The names of this room's events in the trail; lifecycle events take their row's label by themselves."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "build_stages": _("Build stages from the frozen rules"),
    "record_titles": _("Record titles held"),
    "assign_raters": _("Assign raters"),
    "extend_stage": _("Extend time for score sheets"),
    "save_sheets": _("Save score sheets"),
    "sign_sheets": _("Sign score sheets"),
    "reopen_sheets": _("Give signed form back"),
    "refuse_recused_sheet": _("Refuse a score by a recused rater"),
    "recuse_own_unit": _("Recuse raters from their own unit"),
    "declare_recusal": _("Record recusal"),
    "lift_recusal": _("Lift recusal"),
    "detect_conflicts": _("Find conflicts of interest"),
    "sign_declaration": _("Sign declaration on conflicts of interest"),
    "propose_amendment": _("Propose amendment of the rules"),
    "plan_visit": _("Plan site visit"),
    "sign_visit": _("Sign record of site visit"),
    "add_visit_photo": _("Add photo of site visit"),
    "remove_visit_photo": _("Remove photo of site visit"),
    "correct_visit": _("Correct site visit"),
}

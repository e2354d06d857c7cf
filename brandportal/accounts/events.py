"""The names of this room's events in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "create_unit": _("Create unit"),
    "update_unit": _("Change unit"),
    "create_user": _("Create account"),
    "update_user": _("Change account"),
    "set_roles": _("Set roles"),
    "disable_user": _("Disable account"),
    "enable_user": _("Enable account"),
    "reset_password": _("Reset password"),
    "check_trail": _("Check audit trail"),
    "make_backup": _("Make backup"),
    "acknowledge_message": _("Confirm a letter"),
    "change_own_password": _("Change own password"),
    "set_up_second_factor": _("Set up second factor"),
    "renew_recovery_codes": _("Renew recovery codes"),
    "use_recovery_code": _("Use recovery code"),
    "reset_second_factor": _("Reset second factor"),
    "unlock_user": _("Open sign-in again"),
    "apply_roster": _("Take over roster"),
    "end_session": _("Sign out elsewhere"),
}

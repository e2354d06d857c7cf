"""The ground's entries of the main navigation."""

from django.utils.translation import gettext_lazy as _

from brandportal.kit.nav import NavItem, register


def register_all() -> None:
    register(NavItem(10, _("Desk"), "my", lambda user: user.is_authenticated))
    register(
        NavItem(
            80,
            _("Units"),
            "accounts:unit-list",
            lambda user: user.is_authenticated and user.has_perm("accounts.change_unit"),
            ("/accounts/units/",),
        )
    )
    register(
        NavItem(
            81,
            _("People"),
            "accounts:user-list",
            lambda user: user.is_authenticated and user.has_perm("accounts.view_user"),
            ("/accounts/people/",),
        )
    )
    register(
        NavItem(
            85,
            _("Outbox"),
            "outbox:message-list",
            lambda user: user.is_authenticated and user.has_perm("outbox.view_message"),
            ("/outbox/",),
        )
    )
    register(
        NavItem(
            90,
            _("Audit trail"),
            "audit:event-list",
            lambda user: user.is_authenticated and user.has_perm("audit.view_event"),
            ("/audit/",),
        )
    )

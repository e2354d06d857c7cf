"""What awaits the administrator: accounts that cannot be used as they are meant to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.accounts.enums import Role
from brandportal.accounts.factors import NEEDED_BY, is_required
from brandportal.accounts.locks import locked_people
from brandportal.accounts.models import User
from brandportal.kit.home import Task


def people_in(state: str) -> QuerySet[User]:
    """Return the active people of one state of the list: what it filters by and what the tasks count."""
    active = User.objects.filter(is_active=True)
    if state == "locked":
        return locked_people()
    if state == "never":
        return active.filter(last_login=None)
    if state == "roleless":
        return active.filter(grants=None)
    if state == "no_factor":
        return active.filter(grants__role__in=NEEDED_BY, totpdevice=None).distinct()
    return active


def tasks_for(user: Any) -> list[Task]:
    """Return a task for each state in which somebody is."""
    if not user.has_role(Role.ADMINISTRATOR):
        return []
    states = ["locked", "roleless", "never"] + (["no_factor"] if is_required() else [])
    counts = {state: _awaiting(state).count() for state in states}
    return [_task(state, count) for state, count in counts.items() if count]


def _awaiting(state: str) -> QuerySet[User]:
    # The people of a demonstration lie ready for visitors: that they have not signed in yet is nothing to see to.
    found = people_in(state)
    return found.filter(is_demo=False) if state in {"never", "no_factor"} else found


def _task(state: str, count: int) -> Task:
    titles = {
        "locked": ngettext("%(n)d account is locked out", "%(n)d accounts are locked out", count),
        "roleless": ngettext("%(n)d person has no role", "%(n)d people have no role", count),
        "never": ngettext("%(n)d person has never signed in", "%(n)d people have never signed in", count),
        "no_factor": ngettext(
            "%(n)d person has not set up the second factor",
            "%(n)d people have not set up the second factor",
            count,
        ),
    }
    details = {
        "locked": _("The password was wrong too often. Ask them whether it was they; then open the sign-in."),
        "roleless": _("Without a role they see their account and nothing else."),
        "never": _("Hand over the first password, or disable the account."),
        "no_factor": _("They are led to it at their next sign-in."),
    }
    return Task(
        title=titles[state] % {"n": count},
        url=f"{reverse('accounts:user-list')}?state={state}",
        label=_("See the accounts"),
        detail=details[state],
    )

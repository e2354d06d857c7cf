"""Sign-ins that are closed for a while because a password was wrong too often, by account and address together."""

from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError


def locked_people() -> QuerySet[User]:
    """Return the accounts that cannot sign in from some address at this moment."""
    since = clock.machine_now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    closed = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return User.objects.filter(username__in=closed.values("username"), is_active=True)


def is_locked(user: User) -> bool:
    return locked_people().filter(pk=user.pk).exists()


@transaction.atomic
def unlock_user(user: User, *, by: User | None) -> User:
    """Open the sign-in of `user` again at every address."""
    if not is_locked(user):
        raise DomainError(_("%(name)s is not locked out. There is nothing to open.") % {"name": user.name})
    reset(username=user.username)
    record("unlock_user", user, by=by)
    return user

"""Everything that changes units and accounts; each deed is one transaction and one event in the trail."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.accounts.hashers import FirstPasswordHasher
from brandportal.accounts.models import RoleGrant, Unit, User
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError, InputErrors
from brandportal.kit.pinyin import initials_of, pinyin_of

# No letters that are mistaken for digits: first passwords are read out over the telephone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_unit(*, code: str, name_zh: str, category: str, name_en: str = "", by: User | None) -> Unit:
    unit = Unit(code=code, name_zh=name_zh, name_en=name_en, category=category)
    _index(unit)
    _clean(unit)
    unit.save()
    record("create_unit", unit, by=by, data={"name": name_zh})
    return unit


@transaction.atomic
def update_unit(unit: Unit, *, by: User | None, **fields: object) -> Unit:
    for name, value in fields.items():
        setattr(unit, name, value)
    _index(unit)
    _clean(unit)
    unit.save()
    record("update_unit", unit, by=by, data={"name": unit.name_zh, "active": unit.is_active})
    return unit


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    by: User | None,
    unit: Unit | None = None,
    email: str = "",
    roles: Iterable[str] = (),
    encoded_password: str = "",
    is_demo: bool = False,
) -> tuple[User, str]:
    """Make an account and return it with its first password, which its owner must change.

    With `encoded_password` (a stored hash) the password is kept as it is and "" is returned.
    """
    first = "" if encoded_password else first_password()
    user = User(
        username=username,
        name=name,
        unit=unit,
        email=email,
        is_demo=is_demo,
        password=encoded_password or make_password(first, hasher=FirstPasswordHasher.algorithm),
        must_change_password=not encoded_password,
    )
    _clean(user)
    user.save()
    _grant(user, roles)
    data = {"roles": " ".join(sorted(roles)), "unit": unit.code if unit else ""}
    record("create_user", user, by=by, data=data)
    return user, first


@transaction.atomic
def update_user(user: User, *, name: str, unit: Unit | None, email: str, by: User | None) -> User:
    user.name, user.unit, user.email = name, unit, email
    _clean(user)
    user.save(update_fields=["name", "unit", "email"])
    record("update_user", user, by=by, data={"unit": unit.code if unit else ""})
    return user


@transaction.atomic
def set_roles(user: User, roles: Iterable[str], *, by: User | None) -> User:
    """Give `user` exactly `roles`; nobody takes the administrator's role from themselves."""
    wanted = set(roles)
    if by and by.pk == user.pk and Role.ADMINISTRATOR.value not in wanted:
        raise DomainError(
            _("Roles: you cannot take the administrator's role from yourself. Ask another administrator."),
            field="roles",
        )
    before = user.roles
    if before != wanted:
        user.grants.exclude(role__in=wanted).delete()
        _grant(user, wanted - before)
        end_sessions(user)
        record(
            "set_roles", user, by=by, data={"from": " ".join(sorted(before)), "to": " ".join(sorted(wanted))}
        )
    return user


@transaction.atomic
def disable_user(user: User, *, by: User | None) -> User:
    """Close an account and end its sessions; what the person did stays."""
    if by and by.pk == user.pk:
        raise DomainError(_("You cannot disable your own account. Ask another administrator."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record("disable_user", user, by=by)
    return user


@transaction.atomic
def enable_user(user: User, *, by: User | None) -> User:
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("enable_user", user, by=by)
    return user


@transaction.atomic
def reset_password(user: User, *, by: User | None) -> str:
    """Give `user` a new first password, return it once, and end all sessions."""
    first = first_password()
    user.password = make_password(first, hasher=FirstPasswordHasher.algorithm)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    record("reset_password", user, by=by)
    return first


@transaction.atomic
def change_own_password(user: User, *, old: str, new: str) -> User:
    """Replace a person's password by their own wish; Django ends their other sessions by the new hash."""
    if not user.check_password(old):
        raise DomainError(_("Present password: this is not your password. Type it again."), field="old")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise InputErrors(DomainError(message, field="new") for message in error.messages) from error
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("change_own_password", user, by=user)
    return user


def end_sessions(user: User) -> None:
    user.sessions.all().delete()


def first_password() -> str:
    return "-".join(get_random_string(4, READABLE) for _part in range(4))


def _grant(user: User, roles: Iterable[str]) -> None:
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role(role).value) for role in sorted(roles))
    user.__dict__.pop("roles", None)
    getattr(user, "_prefetched_objects_cache", {}).pop("grants", None)


def _index(unit: Unit) -> None:
    unit.pinyin, unit.initials = pinyin_of(unit.name_zh), initials_of(unit.name_zh)
    unit.sort_key = unit.sort_key or unit.pinyin


def _clean(obj: Unit | User) -> None:
    try:
        obj.full_clean()
    except ValidationError as error:
        raise InputErrors(
            DomainError(message, field=None if field == "__all__" else field)
            for field, messages in error.message_dict.items()
            for message in messages
        ) from error

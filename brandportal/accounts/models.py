"""Units and people."""

import hashlib
from importlib import import_module
from typing import Any, ClassVar

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brandportal.accounts.enums import Category, Role, RosterKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as people look for them."""

    def active(self) -> "UnitQuerySet":
        return self.filter(is_active=True)

    def visible_to(self, user: Any) -> "UnitQuerySet":
        if user.is_authenticated and user.roles & {Role.ADMINISTRATOR, Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(pk=user.unit_id) if user.is_authenticated else self.none()


class Unit(models.Model):
    """An agency; `sort_key` orders lists and may be corrected by hand where pinyin is wrong."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    category = models.CharField(_("Category"), max_length=20, choices=Category.choices)
    sort_key = models.CharField(_("Sort key"), max_length=200, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "code")
        constraints: ClassVar = [
            CheckConstraint(condition=Q(category__in=Category.values), name="accounts_unit_category_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh

    def audit_ref(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("accounts:unit-update", args=[self.code])


class UserManager(BaseUserManager["User"]):
    """People, with what every page asks of them."""

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("unit")

    def with_role(self, role: Role) -> models.QuerySet["User"]:
        return self.filter(grants__role=role, is_active=True)

    def visible_to(self, user: Any) -> models.QuerySet["User"]:
        if user.is_authenticated and user.roles & {Role.ADMINISTRATOR, Role.AUDITOR}:
            return self.all()
        return self.filter(pk=user.pk) if user.is_authenticated else self.none()


class User(AbstractBaseUser):
    """A person with an account. Roles are rows; a disabled person keeps every trace they left."""

    username = models.CharField(
        _("Sign-in name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This sign-in name is taken. Choose another one.")},
    )
    name = models.CharField(_("Name"), max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("Unit")
    )
    email = models.EmailField(_("E-mail"), blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants.all())

    def has_role(self, role: Role) -> bool:
        return self.is_active and role.value in self.roles

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role.value in self.roles]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Ask the predicate tables; a verb that no table knows is an error, not a refusal."""
        if not rules.perm_exists(perm):
            msg = f"no rule for {perm}"
            raise LookupError(msg)
        return self.is_active and rules.has_perm(perm, self, obj)

    def audit_ref(self) -> str:
        return self.username

    def get_absolute_url(self) -> str:
        return reverse("accounts:user-update", args=[self.username])


class RoleGrant(models.Model):
    """That a person has a role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["user", "role"], name="accounts_one_grant_per_role"),
            CheckConstraint(condition=Q(role__in=Role.values), name="accounts_grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class SignInSession(AbstractBaseSession):
    """A session that knows whose it is and where it began; the address is kept without its last part."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=60, blank=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def code(self) -> str:
        """Return what names this session on a page: its key would open it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]


class RosterQuerySet(models.QuerySet["Roster"]):
    """Files with units or people."""

    def visible_to(self, user: Any) -> "RosterQuerySet":
        return self if user.is_authenticated and user.has_role(Role.ADMINISTRATOR) else self.none()


class Roster(models.Model):
    """A file of units or people that was handed in; its rows stay until they are taken over or dropped."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10, choices=RosterKind.choices)
    name = models.CharField(max_length=120)
    table = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)
        constraints: ClassVar = [
            CheckConstraint(condition=Q(kind__in=RosterKind.values), name="accounts_roster_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_ref(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("accounts:roster-detail", args=[self.code])

"""One engine for state machines that are declared as tables.

A deed goes: permission, source state, guards, compare-and-set, audit. Effects on other objects stay in the service
that calls it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from brandportal.audit.names import register_names
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError, NotAllowed, Sentence, StaleState

Guard = Callable[[Any, Any], Sentence | None]


@dataclass(frozen=True)
class Transition:
    """One row: who may do `action` from which states, where it leads, and what must hold first.

    A guard takes (object, user) and returns the reason why not, or None. `confirm` is the question that the page
    asks before a deed of consequence; `tone` is the look of the button.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: str | Promise
    guards: tuple[Guard, ...] = ()
    confirm: str | Promise = ""
    tone: str = "primary"


@dataclass(frozen=True)
class Offer:
    """A button as a page shows it; `why` is empty when the deed may be done now."""

    action: str
    label: str | Promise
    why: Sentence
    confirm: str | Promise
    tone: str


@dataclass(frozen=True)
class Lifecycle:
    """The table of one model's `status`."""

    key: str
    model: type[models.Model]
    transitions: Sequence[Transition]
    field: str = "status"

    def __post_init__(self) -> None:
        _registry[self.key] = self
        register_names({f"{row.action}_{self.key}": row.label for row in self.transitions})

    @property
    def by_action(self) -> dict[str, Transition]:
        return {row.action: row for row in self.transitions}

    def state_of(self, obj: models.Model) -> str:
        return str(getattr(obj, self.field))

    def why_not(self, obj: Any, action: str, user: Any) -> Sentence | None:
        """Return the sentence that says why `user` cannot do `action` on `obj` now, None when they can."""
        row = self.by_action[action]
        if user is not None and not user.has_perm(row.permission, obj):
            return _("You are not entitled to do this.")
        if self.state_of(obj) not in row.sources:
            return _("This is not possible in the state “%(state)s”.") % {"state": _label(obj, self.field)}
        return next((why for guard in row.guards if (why := guard(obj, user))), None)

    def offers(self, obj: Any, user: Any) -> list[Offer]:
        """Return the buttons for `user`: all deeds from this state that they have the verb for, off ones with why."""
        return [
            Offer(row.action, row.label, self.why_not(obj, row.action, user) or "", row.confirm, row.tone)
            for row in self.transitions
            if self.state_of(obj) in row.sources and user.has_perm(row.permission, obj)
        ]

    @transaction.atomic
    def advance(
        self,
        obj: Any,
        action: str,
        *,
        by: Any,
        at: datetime | None = None,
        data: Mapping[str, object] | None = None,
        updates: Mapping[str, object] | None = None,
        round_code: str = "",
    ) -> Any:
        """Do `action` on `obj` and return it; `updates` are columns that change in the same statement.

        `by` is a user, or None for the system, which passes the permission but never a guard.
        Raises NotAllowed, DomainError with the reason, or StaleState when somebody else was faster.
        """
        row = self.by_action[action]
        self._refuse(obj, row, by)
        old = self.state_of(obj)
        changes = {self.field: row.target, **(updates or {})}
        hit = self.model._default_manager.filter(pk=obj.pk, **{self.field: old}).update(**changes)
        if hit != 1:
            raise StaleState(
                _("Somebody else has changed this in the meantime. Look at it again before you go on.")
            )
        for name, value in changes.items():
            setattr(obj, name, value)
        record(
            f"{action}_{self.key}",
            obj,
            by=by,
            at=at,
            round_code=round_code or getattr(obj, "round_code", ""),
            data={"from": old, "to": row.target, **(data or {})},
        )
        return obj

    def _refuse(self, obj: Any, row: Transition, by: Any) -> None:
        if by is not None and not by.has_perm(row.permission, obj):
            raise NotAllowed(_("You are not entitled to do this."))
        if self.state_of(obj) not in row.sources:
            raise StaleState(
                _("This is not possible in the state “%(state)s”.") % {"state": _label(obj, self.field)}
            )
        for guard in row.guards:
            if why := guard(obj, by):
                raise DomainError(why, code="guard")


_registry: dict[str, Lifecycle] = {}


def registry() -> list[Lifecycle]:
    return list(_registry.values())


def _label(obj: Any, name: str) -> str:
    return str(getattr(obj, f"get_{name}_display")())

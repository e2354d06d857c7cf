"""Conflicts of interest: the declaration of each rater, and the organizer's decision on ties that were found."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.kit.clock import now
from brandportal.kit.views import FormPage
from evaluation.forms.conflicts import DecideForm, DeclarationForm, reason_field
from evaluation.models import Conflict, Declaration, Rater, Recusal
from evaluation.selectors.conflicts import (
    GROUNDS,
    declared_entries,
    grounds_between,
    must_declare,
    told_grounds,
)
from evaluation.services.conflicts import confirm_conflict, dismiss_conflict, sign_declaration
from evaluation.views.rounds import RoundMixin


def to_declaration(user: Any, round: Round) -> HttpResponseRedirect | None:
    """Pages of a dossier stay closed to a rater until their declaration is signed: they are led to it instead."""
    if not must_declare(user, round):
        return None
    return HttpResponseRedirect(reverse("evaluation:declaration", args=[round.code]))


@dataclass(frozen=True)
class Entry:
    """One application on the declaration: what the portal knows of it, and what was typed."""

    application: Application
    grounds: list[str | Promise]
    box_id: str
    is_named: bool
    reason: Any


class DeclarationView(RoundMixin, FormPage):
    """Signed once a round, before the first score; what was signed can be read again here."""

    permission = "evaluation.sign_declaration"
    form_class = DeclarationForm
    template_name = "evaluation/declaration.html"
    success_message = _("Your declaration is signed.")

    @cached_property
    def entries(self) -> list[Application]:
        return list(declared_entries(self.round))

    @cached_property
    def recusals(self) -> list[Recusal]:
        own = Recusal.objects.filter(round=self.round, user=self.person)
        return list(own.select_related("application__unit", "decided_by").order_by("application__code"))

    @property
    def settled(self) -> set[int]:
        """Applications that are no question any more: recused already, or of one's own unit."""
        own = {one.pk for one in self.entries if self.person.unit_id and one.unit_id == self.person.unit_id}
        return own | {recusal.application_id for recusal in self.recusals}

    @cached_property
    def open_entries(self) -> list[Application]:
        return [one for one in self.entries if one.pk not in self.settled]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"applications": self.open_entries}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        settled = [one for one in self.entries if one.pk in self.settled]
        return context | {
            "round": self.round,
            "declaration": Declaration.objects.filter(round=self.round, user=self.person).first(),
            "recusals": self.recusals,
            "own_unit": [one for one in settled if one.unit_id == self.person.unit_id],
            "rows": self.rows(context["form"]),
            "total": len(self.entries),
            "is_open": self.round.status == "evaluation",
            "desk": self.get_success_url(),
        }

    def rows(self, form: DeclarationForm) -> list[Entry]:
        """The applications to choose from, those with a tie that the portal found first."""
        grounds = grounds_between([self.person], self.open_entries)
        ticked = set(form["named"].value() or [])
        rows = [
            Entry(
                one,
                [GROUNDS[key] for key in grounds.get((self.person.pk, one.pk), [])],
                f"id_named_{number}",
                one.code in ticked,
                form[reason_field(one)],
            )
            for number, one in enumerate(self.open_entries)
        ]
        return sorted(rows, key=lambda row: not row.grounds)

    def deed(self, form: DeclarationForm) -> Declaration:
        return sign_declaration(self.round, named=form.reasons, by=self.person, at=now())

    def get_success_url(self) -> str:
        places = Rater.objects.filter(user=self.person, channel__round=self.round)
        place = places.select_related("channel").order_by("channel__position").last()
        if place is None:
            return reverse("evaluation:desk-home")
        return reverse("evaluation:desk-list", args=[self.round.code, place.channel.key])


class ConflictDecideView(RoundMixin, FormPage):
    """The organizer looks at one tie and says whether it forbids judging."""

    permission = "evaluation.decide_conflict"
    form_class = DecideForm
    template_name = "evaluation/conflict_decide.html"
    success_message = _("The decision is on record.")

    @cached_property
    def conflict(self) -> Conflict:
        found = Conflict.objects.visible_to(self.request.user).filter(round=self.round)
        return get_object_or_404(
            found.select_related("user__unit", "application__unit", "round", "decided_by"),
            application__code=self.kwargs["application"],
            user__username=self.kwargs["username"],
        )

    def get_permission_object(self) -> Any:
        return self.conflict

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflict = self.conflict
        declared = Declaration.objects.filter(round=self.round, user=conflict.user).first()
        return super().get_context_data(
            round=self.round,
            conflict=conflict,
            grounds=told_grounds(conflict),
            declaration=declared,
            **kwargs,
        )

    def deed(self, form: DecideForm) -> Any:
        data = form.cleaned_data
        decide = confirm_conflict if data["decision"] == "confirm" else dismiss_conflict
        return decide(self.conflict, reason=data["reason"], by=self.person, at=now())

    def get_success_url(self) -> str:
        return reverse("evaluation:recusal-list", args=[self.kwargs["round"]])

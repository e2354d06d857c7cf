"""Amendments of an open round's rules: the versions, a proposal, what it changes, and its second person."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit.views import FormPage, Page
from brandportal.lifecycle.views import TransitionView
from evaluation.amendment_lifecycle import AMENDMENT
from evaluation.forms.figures import AmendmentForm
from evaluation.models import Amendment
from evaluation.selectors.amendments import changes_of, doubts_of, moves_of, why_not_announced_again
from evaluation.selectors.figures import to_be_changed
from evaluation.selectors.rules import read_document
from evaluation.services.amendments import (
    AMENDABLE,
    confirm_amendment,
    propose_amendment,
    refuse_out_of_time,
    reject_amendment,
)
from evaluation.views.rounds import RoundMixin


class AmendmentsMixin(RoundMixin):
    def amendments(self) -> QuerySet[Amendment]:
        found = Amendment.objects.visible_to(self.request.user).filter(round=self.round)
        return found.select_related("round", "proposed_by", "decided_by")

    @cached_property
    def amendment(self) -> Amendment:
        return get_object_or_404(self.amendments(), number=self.kwargs["number"])


class AmendmentListView(AmendmentsMixin, Page):
    """The version in force and every amendment there was."""

    permission = "evaluation.view_amendments"
    template_name = "evaluation/amendment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        amendments = list(self.amendments())
        waiting = any(amendment.is_proposed for amendment in amendments)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "amendments": amendments,
            "is_amendable": self.round.status in AMENDABLE and not waiting,
        }


class AmendmentCreateView(AmendmentsMixin, FormPage):
    """Change figures, say why; nothing changes until a second person confirms."""

    permission = "evaluation.propose_amendment"
    form_class = AmendmentForm
    template_name = "evaluation/amendment_create.html"
    success_message = _("The amendment is proposed. It waits for a second person; nothing has changed yet.")

    def permit(self) -> None:
        super().permit()
        refuse_out_of_time(self.round)

    def get_form_kwargs(self) -> dict[str, Any]:
        document = to_be_changed(self.round)
        return super().get_form_kwargs() | {"document": document, "faults": doubts_of(self.round, document)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"round": self.round}

    def deed(self, form: AmendmentForm) -> Amendment:
        reason = form.cleaned_data["reason"]
        return propose_amendment(self.round, form.figures, reason=reason, by=self.person)

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class AmendmentDetailView(AmendmentsMixin, Page):
    """What it changes, who would move in and out, and the deeds of the second person."""

    permission = "evaluation.view_amendments"
    template_name = "evaluation/amendment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        amendment = self.amendment
        moves = moves_of(self.round, amendment.before_rules, amendment.rules)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "amendment": amendment,
            "changes": changes_of(amendment),
            "doubts": doubts_of(self.round, read_document(amendment.rules)) if amendment.is_proposed else [],
            "moves": moves,
            "announced": why_not_announced_again(moves) if amendment.is_proposed else "",
            "offers": AMENDMENT.offers(amendment, self.person),
        }


class AmendmentActView(AmendmentsMixin, TransitionView):
    """Confirm the amendment, or put it aside."""

    permission = "evaluation.confirm_amendment"
    lifecycle = AMENDMENT
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {
        "confirm": confirm_amendment,
        "reject": reject_amendment,
    }

    def get_object(self) -> Amendment:
        return self.amendment

    def get_success_url(self) -> str:
        return reverse("evaluation:amendment-detail", args=[self.round.code, self.amendment.number])

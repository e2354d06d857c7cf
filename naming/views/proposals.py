"""The preliminary list and the committee's resolution on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit.clock import today
from brandportal.kit.errors import DomainError
from brandportal.kit.views import FormPage, Page
from evaluation.models.tallies import Tally
from naming import services
from naming.forms.resolution import ResolutionForm
from naming.models import Notice, Proposal, Resolution
from naming.selectors.proposals import final_tallies, resolving_body
from naming.views.loading import RoundMixin


class ProposalDetailView(RoundMixin, Page):
    """The list beside its computed order; POST draws it up from the final tally."""

    permission = "naming.view_proposal"
    template_name = "naming/proposal_detail.html"

    @cached_property
    def proposal(self) -> Proposal | None:
        return (
            Proposal.objects.visible_to(self.person).filter(round=self.round).select_related("tally").first()
        )

    @property
    def final_tally(self) -> Tally | None:
        """The adopted result of the last stage, from which the list is drawn."""
        return final_tallies().visible_to(self.person).filter(round=self.round).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        items = proposal.items.select_related("application__unit", "application__round") if proposal else []
        return super().get_context_data(
            proposal=proposal,
            items=items,
            resolution=Resolution.objects.filter(proposal=proposal).first() if proposal else None,
            tally=None if proposal else self.final_tally,
            notice=Notice.objects.visible_to(self.person).filter(round=self.round).first(),
            may_draw_up=self.person.has_perm("naming.draw_up_proposal"),
            may_resolve=self.person.has_perm("naming.record_resolution", proposal),
            may_notice=self.person.has_perm("naming.manage_notice"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        tally = self.final_tally
        if not self.person.has_perm("naming.draw_up_proposal"):
            raise PermissionDenied
        if tally is None:
            raise DomainError(_("The final tally has not been adopted yet."))
        proposal = services.draw_up_proposal(self.round, tally, by=self.person)
        return HttpResponseRedirect(proposal.get_absolute_url())


class ProposalResolveView(RoundMixin, FormPage):
    permission = "naming.record_resolution"
    form_class = ResolutionForm
    template_name = "naming/proposal_resolve.html"
    success_message = _(
        "The resolution is recorded. The organizing department can now prepare the public notice."
    )

    @cached_property
    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal.objects.visible_to(self.person), round=self.round)

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"body": resolving_body(self.round), "held_on": today()}
        return super().get_form_kwargs() | {"proposal": self.proposal, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)

    def deed(self, form: ResolutionForm) -> Resolution:
        facts = {name: form.cleaned_data[name] for name in form.facts}
        return services.record_resolution(self.proposal, form.resolved(), by=self.person, **facts)

    def get_success_url(self) -> str:
        return self.proposal.get_absolute_url()

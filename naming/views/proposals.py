"""The preliminary list: drawn up, and read beside what the committee made of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit.errors import DomainError
from brandportal.kit.views import Page
from evaluation.models.tallies import Tally
from evaluation.views.whole import EveryEntryMixin
from naming import services
from naming.models import Meeting, Notice, Proposal, Resolution
from naming.selectors.divisions import by_division
from naming.selectors.honours import honours_by
from naming.selectors.proposals import final_tallies
from naming.selectors.reserve import may_be_fewer, reserve_of
from naming.views.loading import RoundMixin


class ProposalDetailView(EveryEntryMixin, RoundMixin, Page):
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
        rows = proposal.items.select_related("application__unit", "application__round") if proposal else []
        items = by_division(self.round, rows, lambda item: item.application)
        honours = honours_by(proposal.tally) if proposal else None
        keys = [honours.key_of(one.application.code, one.level) for one in items] if honours else []
        borne = [key for one, key in zip(items, keys, strict=True) if one.included and key]
        return super().get_context_data(
            proposal=proposal,
            items=[(one, honours.title(key)) for one, key in zip(items, keys, strict=True)]
            if honours
            else [],
            honours=honours,
            unborne=honours.unborne(borne) if honours else [],
            may_be_fewer=may_be_fewer(self.round),
            reserve=[one for one in reserve_of(proposal, items) if not one.item.included] if proposal else [],
            resolution=Resolution.objects.filter(proposal=proposal).first() if proposal else None,
            tally=None if proposal else self.final_tally,
            notice=Notice.objects.visible_to(self.person).filter(round=self.round).first(),
            may_draw_up=self.person.has_perm("naming.draw_up_proposal"),
            meeting=Meeting.objects.visible_to(self.person).filter(proposal=proposal).first()
            if proposal
            else None,
            may_record=self.person.has_perm("naming.record_meeting", proposal),
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

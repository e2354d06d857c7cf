"""The ballot box of a round, as everybody may see it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.kit.views import Page
from evaluation.models import Commitment
from evaluation.selectors.ballots import ballot_channel


class BallotBoxView(Page):
    """What the portal has committed to, for all to save and to compare later."""

    public = True
    template_name = "evaluation/ballot_box.html"

    @cached_property
    def round(self) -> Round:
        found = get_object_or_404(Round.objects.exclude(status=RoundStatus.DRAFT), code=self.kwargs["round"])
        if ballot_channel(found) is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        commitments = Commitment.objects.filter(round=self.round).select_related("made_by", "agreed_by")
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "channel": ballot_channel(self.round),
            "commitments": list(commitments.order_by("-number")),
        }

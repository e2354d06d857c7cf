"""The ballot box of a round: as everybody may see it, and its five numbers for those who sign them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.kit.errors import StaleState
from brandportal.kit.views import Page, PortalView, said
from evaluation.models import Channel
from evaluation.selectors.ballots import ballot_channels, in_tens
from evaluation.selectors.boxes import (
    box_count,
    box_faults,
    five_numbers,
    list_text,
    listed,
    numbers_of,
    shown_lists,
)
from evaluation.selectors.public_boxes import public_box
from evaluation.services.boxes import sign_box
from evaluation.views.codes import CodeMixin


class PublicBoxMixin(PortalView):
    """Pages of a box that need no account."""

    public = True

    @cached_property
    def round(self) -> Round:
        found = get_object_or_404(Round.objects.exclude(status=RoundStatus.DRAFT), code=self.kwargs["round"])
        if not ballot_channels(found):
            raise Http404
        return found


class BallotBoxView(PublicBoxMixin, Page):
    """Commitments, lists of receipts, turnout: for all to save and to compare later."""

    template_name = "evaluation/ballot_box.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channels = ballot_channels(self.round)
        boxes = [public_box(channel, alone=len(channels) == 1) for channel in channels]
        return super().get_context_data(**kwargs) | {"round": self.round, "boxes": boxes}


class ReceiptListView(PublicBoxMixin):
    """One list of receipts as a text, a digest a line."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        channel = self.channel
        found = get_object_or_404(shown_lists(channel), number=self.kwargs["number"])
        text = list_text(listed(channel, found.number))
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        mark = f"-{channel.key}" if "channel" in self.kwargs else ""
        name = f"{self.round.code}{mark}-receipts-{found.number}.txt"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "public, max-age=86400"
        return response

    @property
    def channel(self) -> Channel:
        """The channel that the address names; a round with one channel by code need not name it."""
        found = ballot_channels(self.round)
        if "channel" in self.kwargs:
            found = [one for one in found if one.key == self.kwargs["channel"]]
        if len(found) != 1:
            raise Http404
        return found[0]


class BoxCountView(CodeMixin, Page):
    """The five numbers: in steps of ten while voting runs, exact and to be signed when it has closed."""

    permission = "evaluation.view_box"
    template_name = "evaluation/box_count.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stage = self.channel.stage
        count = box_count(self.channel)
        numbers = numbers_of(count) if count else five_numbers(self.channel)
        return super().get_context_data(**kwargs) | {
            **self.of_channel("box-count"),
            "stage": stage,
            "count": count,
            "numbers": numbers,
            "about": self.about(),
            "faults": [] if count or not stage.is_open else box_faults(self.channel),
            "is_own": bool(count and count.counted_by_id == self.person.pk),
        }

    def about(self) -> int:
        """While voting runs: no fresher than the latest list, or a single ballot could be watched coming in."""
        latest = shown_lists(self.channel).first()
        return in_tens(latest.total) if latest else 0


class BoxSignView(CodeMixin):
    """Put the second name to the five numbers."""

    permission = "evaluation.sign_box"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        count = box_count(self.channel)
        if count is None:
            raise StaleState(_("The stage is not closed yet; there are no numbers to sign."))
        sign_box(count, by=self.person)
        said(request, _("The five numbers carry two names. The stage can be tallied."))
        return HttpResponseRedirect(self.desk("box-count"))

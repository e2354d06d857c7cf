"""How everybody computes a published result again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.kit.views import Page, PortalView
from evaluation.models import Tally
from evaluation.selectors.recompute import (
    COMMAND,
    contents_lines,
    keeps_counts_secret,
    public_bundle,
    published_tally,
)


class PublishedMixin(PortalView):
    """Pages of a round whose brands are named."""

    public = True

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(Round, code=self.kwargs["round"], status=RoundStatus.NAMED)

    @cached_property
    def tally(self) -> Tally:
        found = published_tally(self.round)
        if found is None:
            raise Http404
        found.round = self.round
        return found

    @property
    def file_name(self) -> str:
        return f"{self.round.code}-public.zip"


class RecomputeView(PublishedMixin, Page):
    """The public bundle, what is in it, and the commands."""

    indexed = True
    template_name = "evaluation/recompute.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tally = self.tally
        secret = keeps_counts_secret(self.round)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "tally": tally,
            "bundle": None if secret else public_bundle(tally),
            "file_name": self.file_name,
            "command": COMMAND,
            "contents": [
                line.split(": " if ": " in line else "：", 1) for line in contents_lines(self.round)
            ],
        }


class PublicBundleView(PublishedMixin):
    """The bundle as a .zip."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if keeps_counts_secret(self.round):
            raise Http404
        response = HttpResponse(public_bundle(self.tally).data, content_type="application/zip")
        header = content_disposition_header(as_attachment=True, filename=self.file_name)
        response["Content-Disposition"] = header or ""
        return response

"""How firm a result is: one advisory page, and its figures as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from brandportal.kit.errors import DomainError
from brandportal.kit.views import Page
from evaluation.selectors.stability import figures_of, stability_of, takes_long, why_no_stability
from evaluation.selectors.stability_rows import StabilityRows
from evaluation.views.results import ResultMixin
from evaluation.views.whole import EveryEntryMixin


class StabilityMixin(EveryEntryMixin, ResultMixin):
    """What is computed from named sheets is only for those who may print them, once they can no longer move."""

    permission = "evaluation.view_stability"

    @cached_property
    def sees_raters(self) -> bool:
        return bool(self.person.has_perm("evaluation.view_rater_stability", self.tally))


class StabilityView(StabilityMixin, Page):
    """Margins, moved weights, leave-one-out, agreement and severity, each as a chart with its figures."""

    template_name = "evaluation/stability.html"
    # What the waiting page asks for by itself, with a script or without.
    at_once = "compute"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; before it is computed a page that says so and that the computed one follows."""
        if self.at_once in request.GET or not takes_long(self.tally):
            return super().get(request, *args, **kwargs)
        response = render(request, "evaluation/stability_wait.html", self.facts())
        response["Refresh"] = f"0; url=?{self.at_once}"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = why_no_stability(self.tally)
        found = None if why else stability_of(self.tally)
        return super().get_context_data(**kwargs) | {
            **self.facts(),
            "why": why,
            "found": found,
            "rows": StabilityRows(self.tally, found) if found else None,
            "sees_raters": self.sees_raters,
        }


class StabilityFiguresView(StabilityMixin):
    """The same as JSON, every figure exact, with the seed and the digests that it belongs to."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        why = why_no_stability(self.tally)
        if why:
            raise DomainError(why)
        data = figures_of(self.tally, raters=self.sees_raters)
        response = HttpResponse(data, content_type="application/json")
        name = f"stability-{self.round.code}-{self.stage.key}.json"
        header = content_disposition_header(as_attachment=True, filename=name)
        response["Content-Disposition"] = header or ""
        response["Cache-Control"] = "private, no-store"
        return response

"""Results: the ranking with its cut, the explanation of one place, the bundle to check it with."""

import tempfile
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy

from applications.models import Application
from brandportal.kit.views import ListPage, Page
from evaluation.models import Stage, Tally
from evaluation.models.tallies import READERS
from evaluation.selectors.conflicts import barred_codes
from evaluation.selectors.explanation import explanation_of
from evaluation.selectors.ranking import ranking_of
from evaluation.selectors.results import is_last_stage
from evaluation.selectors.ruler import rulers
from evaluation.services.results import export_bundle
from evaluation.views.tallies import StagesMixin
from evaluation.views.whole import EveryEntryMixin


class ResultListView(ListPage):
    """All finished tallies of all rounds, the newest first."""

    permission = "evaluation.view_results"
    template_name = "evaluation/result_list.html"
    search_fields = ("round__title_zh", "round__title_en", "round__code", "result_digest")
    sorts = {
        "round": (gettext_lazy("Round"), "round__year,round__code,number"),
        "time": (gettext_lazy("Finished"), "finished_at"),
    }
    default_sort = "-time"
    filters = (
        (
            "adopted",
            gettext_lazy("State"),
            (("yes", gettext_lazy("adopted")), ("no", gettext_lazy("not yet adopted"))),
        ),
    )

    def get_queryset(self) -> QuerySet[Tally]:
        self.queryset = Tally.objects.visible_to(self.request.user).done().select_related("round")
        return super().get_queryset()

    def filter_adopted(self, queryset: QuerySet[Tally], value: str) -> QuerySet[Tally]:
        return queryset.filter(adopted_at__isnull=value == "no")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        stages = Stage.objects.filter(round__in={tally.round_id for tally in context["object_list"]})
        titles = {(stage.round_id, stage.key): stage.title for stage in stages}
        rows = [(tally, titles[tally.round_id, tally.through]) for tally in context["object_list"]]
        return context | {"rows": rows}


class ResultMixin(StagesMixin):
    """Pages of the result in force of a stage."""

    @cached_property
    def stage(self) -> Stage:
        found = next((stage for stage in self.stages if stage.key == self.kwargs["through"]), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def tally(self) -> Tally:
        done = (
            Tally.objects.visible_to(self.request.user)
            .filter(round=self.round, through=self.stage.key)
            .done()
        )
        adopted = done.filter(adopted_at__isnull=False).first()
        found = adopted or done.order_by("-number").first()
        if found is None:
            raise Http404
        found.round = self.round
        return found

    def get_permission_object(self) -> Any:
        return self.tally

    def facts(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "stage": self.stage,
            "tally": self.tally,
            "bundle": self.bundle_name(),
            "is_last": is_last_stage(self.tally),
        }

    def bundle_name(self) -> str:
        return f"bundle-{self.round.code}-{self.stage.key}.zip"

    def done_stages(self) -> list[tuple[Stage, bool]]:
        """Return the stages with a result that the person may see, and which of them this page shows."""
        visible = Tally.objects.visible_to(self.request.user).filter(round=self.round).done()
        keys = set(visible.values_list("through", flat=True))
        return [(stage, stage.key == self.stage.key) for stage in self.stages if stage.key in keys]


class ResultBoardView(ResultMixin, Page):
    """Ranked bars with the cut through all rows, the margin ruler, and how to compute it again."""

    permission = "evaluation.view_results"
    template_name = "evaluation/result_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        barred = barred_codes(self.person, self.round)
        ranking = ranking_of(self.tally).without(barred)
        return super().get_context_data(**kwargs) | {
            **self.facts(),
            "ranking": ranking,
            "barred": len(barred),
            "lists": [(section, rulers(section.rows, section.cut)) for section in ranking.sections],
            "tabs": self.done_stages(),
        }


class ExplainView(ResultMixin, Page):
    """Why one application stands where it does; its unit reads this too once the result is adopted."""

    permission = "evaluation.explain_result"
    template_name = "evaluation/explain.html"

    @cached_property
    def application(self) -> Application:
        found = Application.objects.visible_to(self.request.user).select_related("unit")
        return get_object_or_404(found, round=self.round, code=self.kwargs["application"])

    def get_permission_object(self) -> Any:
        return (self.tally, self.application)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explanation = explanation_of(self.tally, self.application.code)
        if explanation is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            **self.facts(),
            "application": self.application,
            "told": explanation,
            # A unit reads of itself and of the line, not of its neighbours.
            "sees_others": bool(self.person.roles & READERS),
        }


class BundleView(EveryEntryMixin, ResultMixin):
    """The inspection bundle as a .zip: for the organizer and the auditor, named in the trail."""

    permission = "evaluation.export_bundle"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        with tempfile.TemporaryDirectory() as folder:
            data = export_bundle(self.round, self.stage.key, Path(folder) / "bundle.zip").read_bytes()
        response = HttpResponse(data, content_type="application/zip")
        header = content_disposition_header(as_attachment=True, filename=self.bundle_name())
        response["Content-Disposition"] = header or ""
        response["Cache-Control"] = "private, no-store"
        return response

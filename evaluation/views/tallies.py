"""Tallies: the list, starting one, its progress, the committee's decision, adopting the result."""

from functools import partial
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.views import FormPage, ListPage, Page, PortalView, said
from evaluation.enums import TallyStatus
from evaluation.forms.tallies import StartForm, TieForm
from evaluation.models import Stage, Tally, TieDecision
from evaluation.selectors.results import is_last_stage, latest_done, open_ties
from evaluation.services.decisions import record_tie_decision
from evaluation.services.results import adopt_result
from evaluation.services.tallies import request_tally, why_no_tally
from evaluation.tasks import send_tally
from evaluation.views.rounds import RoundMixin


def stage_choices(view: Any) -> list[tuple[str, str]]:
    return [(stage.key, stage.title) for stage in view.stages]


class StagesMixin(RoundMixin):
    @cached_property
    def stages(self) -> list[Stage]:
        stages = list(self.round.stages.order_by("position"))
        for stage in stages:
            stage.round = self.round
        return stages

    def titles(self) -> dict[str, str]:
        return {stage.key: stage.title for stage in self.stages}


class TallyListView(StagesMixin, ListPage):
    """All tallies of a round, and for each stage whether it can be tallied now."""

    permission = "evaluation.view_tallies"
    template_name = "evaluation/tally_list.html"
    search_fields = ("reason", "result_digest", "requested_by__name")
    sorts = {
        "number": (gettext_lazy("No."), "number"),
        "time": (gettext_lazy("Requested"), "created_at"),
    }
    default_sort = "-number"
    filters = (
        ("through", gettext_lazy("Stage"), stage_choices),
        ("status", gettext_lazy("State"), TallyStatus.choices),
    )

    def get_queryset(self) -> QuerySet[Tally]:
        self.queryset = (
            Tally.objects.visible_to(self.request.user)
            .filter(round=self.round)
            .select_related("requested_by")
        )
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(round=self.round, **kwargs)
        titles = self.titles()
        rows = [(tally, titles.get(tally.through, tally.through)) for tally in context["object_list"]]
        steps = [
            (stage, why_no_tally(stage) or "", latest_done(self.round, stage.key)) for stage in self.stages
        ]
        return context | {"rows": rows, "steps": steps}


class TallyStartView(StagesMixin, FormPage):
    """Start a tally through a stage; beside an earlier result only with a reason."""

    permission = "evaluation.request_tally"
    form_class = StartForm
    template_name = "evaluation/tally_start.html"

    @cached_property
    def stage(self) -> Stage:
        found = next((stage for stage in self.stages if stage.key == self.kwargs["through"]), None)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        again = Tally.objects.filter(round=self.round, through=self.stage.key).done().exists()
        return super().get_form_kwargs() | {"again": again}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = why_no_tally(self.stage) or ""
        return super().get_context_data(round=self.round, stage=self.stage, why=why, **kwargs)

    def deed(self, form: StartForm) -> Tally:
        reason = form.cleaned_data.get("reason", "")
        tally = request_tally(self.round, self.stage.key, by=self.person, reason=reason)
        transaction.on_commit(partial(send_tally, tally))
        return tally

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class TallyMixin(StagesMixin):
    """Pages of one tally, found by its number in the round."""

    @cached_property
    def tally(self) -> Tally:
        found = Tally.objects.visible_to(self.request.user).select_related("round", "requested_by")
        return get_object_or_404(found, round=self.round, number=self.kwargs["number"])

    def get_permission_object(self) -> Any:
        return self.tally

    def facts(self) -> dict[str, Any]:
        tally = self.tally
        stage = next(stage for stage in self.stages if stage.key == tally.through)
        ties = [(tie, tie.decided) for tie in ties_of(tally)]
        return {
            "round": self.round,
            "tally": tally,
            "stage": stage,
            "ties": ties,
            "undecided": next((tie for tie, decided in ties if not decided), None),
            "is_newest": latest_of(tally) == tally,
            "is_last": is_last_stage(tally),
        }


class TallyDetailView(TallyMixin, Page):
    """One tally: its progress while it runs, then what follows from it."""

    permission = "evaluation.view_tallies"
    template_name = "evaluation/tally_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.facts()


class TallyProgressView(TallyMixin, PortalView):
    """The part of the page that is asked for again while a tally runs; at the end the whole page is."""

    permission = "evaluation.view_tallies"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        response = render(
            request, "evaluation/_tally_progress.html", {"tally": self.tally, "round": self.round}
        )
        if not self.tally.is_under_way:
            response["HX-Refresh"] = "true"
        response["Cache-Control"] = "private, no-store"
        return response


class TieDecisionView(TallyMixin, FormPage):
    """The committee's secretary records in which order the tied stand."""

    permission = "evaluation.decide_tie"
    form_class = TieForm
    template_name = "evaluation/tie_decision.html"
    success_message = gettext_lazy(
        "The decision is on record. The organizing department tallies again to use it."
    )

    @cached_property
    def tie(self) -> Any:
        found = next((tie for tie in ties_of(self.tally) if not tie.decided), None)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"applications": self.tie.applications}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.facts() | {"tie": self.tie}

    def deed(self, form: TieForm) -> list[TieDecision]:
        reason = form.cleaned_data["reason"]
        return record_tie_decision(self.tally, self.tie.stage_key, form.places, reason=reason, by=self.person)

    def get_success_url(self) -> str:
        return str(self.tally.get_absolute_url())


class TallyAdoptView(TallyMixin, PortalView):
    """Ask, then adopt: the applications of the stage move on."""

    permission = "evaluation.adopt_result"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        context = {
            "object": self.tally,
            "row": self.row(),
            "why": self.why(),
            "back": self.tally.get_absolute_url(),
        }
        return render(request, "_shared/confirm.html", context)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        adopt_result(self.tally, by=self.person)
        said(request, _("The result is adopted. The stage is tallied."))
        return HttpResponseRedirect(
            reverse("evaluation:result-board", args=[self.round.code, self.tally.through])
        )

    def row(self) -> Any:
        if is_last_stage(self.tally):
            label, question = (
                _("Adopt final result"),
                _("The ranking then stands, and the committee decides on it."),
            )
        else:
            label = _("Adopt result and announce shortlist")
            question = _(
                "The applications above the cut go on to the next stage, all others leave the round."
            )
        return SimpleNamespace(label=label, confirm=question, tone="primary")

    def why(self) -> str:
        if self.tally.is_adopted:
            return _("This result has been adopted already.")
        return "" if self.tally.is_final else _("This tally has no final result that could be adopted.")


class DecidedTie(SimpleNamespace):
    """A tie with what the committee has decided on it."""


def ties_of(tally: Tally) -> list[Any]:
    rows = TieDecision.objects.filter(round=tally.round).select_related("application__unit", "decided_by")
    decisions = list(rows.order_by("stage_key", "order"))
    return [
        DecidedTie(
            stage_key=tie.stage_key,
            is_for_seat=tie.is_for_seat,
            applications=tie.applications,
            decided=[
                row
                for row in decisions
                if row.stage_key == tie.stage_key and row.application in tie.applications
            ],
        )
        for tie in open_ties(tally)
    ]


def latest_of(tally: Tally) -> Tally | None:
    return Tally.objects.filter(round=tally.round, through=tally.through).done().order_by("-number").first()

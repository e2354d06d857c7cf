"""Recusals: declared on the desk, recorded and lifted by the organizer."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.kit.views import FormPage, ListPage
from evaluation.forms.desk import ReasonForm, RecusalForm
from evaluation.models import Rater, Recusal, ScoreSheet
from evaluation.selectors.conflicts import found_conflicts, standing_of
from evaluation.selectors.stages import STOOD_IN_FIRST
from evaluation.services.recusals import lift_recusal, recuse_rater
from evaluation.views.rounds import RoundMixin

KINDS = (("own", _("Own unit")), ("declared", _("Declared or recorded")))


class RecusalListView(RoundMixin, ListPage):
    permission = "evaluation.view_recusals"
    template_name = "evaluation/recusal_list.html"
    search_fields = (
        "user__name",
        "application__code",
        "application__brand_name",
        "application__unit__name_zh",
        "reason",
    )
    sorts = {
        "application": (_("Application"), "application__code,user__username"),
        "name": (_("Rater"), "user__name,application__code"),
        "time": (_("Recorded"), "decided_at"),
    }
    default_sort = "application"
    filters = (("kind", _("Kind"), KINDS),)

    def get_queryset(self) -> QuerySet[Recusal]:
        found = Recusal.objects.visible_to(self.request.user).filter(round=self.round)
        self.queryset = found.select_related("user__unit", "application__unit", "decided_by")
        return super().get_queryset()

    def filter_kind(self, queryset: QuerySet[Recusal], value: str) -> QuerySet[Recusal]:
        return queryset.filter(decided_by__isnull=value == "own")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflicts = found_conflicts(self.round, self.person)
        return super().get_context_data(
            round=self.round,
            conflicts=conflicts,
            undecided=sum(conflict.waits for conflict in conflicts),
            standing=standing_of(self.round),
            **kwargs,
        )


class RecusalCreateView(RoundMixin, FormPage):
    """The organizer records a recusal that came on paper."""

    permission = "evaluation.readmit_sheet"
    form_class = RecusalForm
    template_name = "evaluation/recusal_form.html"
    success_message = _("The recusal is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        raters = Rater.objects.filter(channel__round=self.round).select_related("user", "channel")
        entries = Application.objects.filter(round=self.round, status__in=STOOD_IN_FIRST).select_related(
            "unit"
        )
        return super().get_form_kwargs() | {"raters": raters, "applications": entries.order_by("code")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)

    def deed(self, form: RecusalForm) -> Recusal:
        data = form.cleaned_data
        return recuse_rater(data["rater"], data["application"], reason=data["reason"], by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:recusal-list", args=[self.kwargs["round"]])


class RecusalLiftView(RoundMixin, FormPage):
    """Undo a declared recusal, with a reason."""

    permission = "evaluation.readmit_sheet"
    form_class = ReasonForm
    template_name = "evaluation/recusal_lift.html"
    success_message = _("The recusal is lifted; the sheet lies on the rater’s desk again.")

    @property
    def recusal(self) -> Recusal:
        found = Recusal.objects.visible_to(self.request.user).filter(round=self.round)
        return get_object_or_404(
            found.select_related("user", "application__unit", "round"),
            application__code=self.kwargs["application"],
            user__username=self.kwargs["username"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, recusal=self.recusal, **kwargs)

    def deed(self, form: ReasonForm) -> None:
        lift_recusal(self.recusal, reason=form.cleaned_data["reason"], by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:recusal-list", args=[self.kwargs["round"]])


class SheetRecuseView(FormPage):
    """A rater declares that they are not free to judge an application."""

    permission = "evaluation.recuse_sheet"
    form_class = ReasonForm
    template_name = "evaluation/sheet_recuse.html"
    success_message = _("Your recusal is recorded. The application is no longer on your desk.")

    def get_permission_object(self) -> ScoreSheet:
        if not hasattr(self, "_sheet"):
            found = ScoreSheet.objects.visible_to(self.request.user)
            self._sheet = get_object_or_404(
                found.select_related("channel__stage", "channel__round", "rater__user", "application__unit"),
                channel__round__code=self.kwargs["round"],
                channel__key=self.kwargs["channel"],
                application__code=self.kwargs["application"],
            )
        return self._sheet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = self.get_permission_object()
        return super().get_context_data(sheet=sheet, round=sheet.channel.round, **kwargs)

    def deed(self, form: ReasonForm) -> Recusal:
        sheet = self.get_permission_object()
        return recuse_rater(
            sheet.rater, sheet.application, reason=form.cleaned_data["reason"], by=self.person
        )

    def get_success_url(self) -> str:
        return reverse("evaluation:desk-list", args=[self.kwargs["round"], self.kwargs["channel"]])

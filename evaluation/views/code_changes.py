"""Changes to the codes by two people: the list, asking, agreeing, carrying out."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from brandportal.kit.views import FormPage, ListPage, Page
from brandportal.lifecycle.views import TransitionView
from evaluation.code_lifecycle import CODE_CHANGE
from evaluation.enums import ChangeStatus
from evaluation.forms.codes import ChangeForm
from evaluation.models import CodeChange
from evaluation.selectors.stages import entries_of_stage
from evaluation.services.code_changes import (
    agree_code_change,
    ask_code_change,
    carry_out_code_change,
    decline_code_change,
    draw_for,
)
from evaluation.views.codes import CodeMixin
from evaluation.views.slips import slips_response

CHANGES = CodeChange.objects.select_related(
    "round", "channel__stage", "application__unit", "asked_by", "agreed_by"
)


class ChangeListView(CodeMixin, ListPage):
    """All changes of a round, the newest first."""

    permission = "evaluation.view_code_changes"
    template_name = "evaluation/code_change_list.html"
    search_fields = ("application__code", "application__brand_name", "reason", "asked_by__name")
    sorts = {
        "number": (gettext_lazy("No."), "number"),
        "application": (gettext_lazy("Application"), "application__code,number"),
        "time": (gettext_lazy("Asked for"), "asked_at"),
    }
    default_sort = "-number"
    filters = (("status", gettext_lazy("State"), ChangeStatus.choices),)

    def get_queryset(self) -> QuerySet[CodeChange]:
        self.queryset = CHANGES.filter(round=self.round)
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"round": self.round, "is_one_of_several": len(self.channels) > 1, "why_off": self.why_off()}
        return super().get_context_data(**facts, **kwargs)


class ChangeAskView(CodeMixin, FormPage):
    """Ask for a change; the next page waits for the second person."""

    permission = "evaluation.issue_codes"
    form_class = ChangeForm
    template_name = "evaluation/code_change_ask.html"
    success_message = gettext_lazy(
        "The change is entered. A second person must agree before it is carried out."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        applications = None if self.channel.is_wide else entries_of_stage(self.channel.stage)
        told = {"groups": self.channel.rater_groups, "example": self.example()}
        return super().get_form_kwargs() | {"applications": applications} | told

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"why_off": self.why_off()}
        return super().get_context_data(**self.of_channel("code-change-ask"), **facts, **kwargs)

    def deed(self, form: ChangeForm) -> CodeChange:
        return ask_code_change(self.channel, form.wanted, reason=form.cleaned_data["reason"], by=self.person)

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class ChangeMixin(CodeMixin):
    @property
    def change(self) -> CodeChange:
        return get_object_or_404(CHANGES, round=self.round, number=self.kwargs["number"])


class ChangeDetailView(ChangeMixin, Page):
    """One change with what can be done about it now; carrying it out answers with the file of new codes."""

    permission = "evaluation.view_code_changes"
    template_name = "evaluation/code_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = self.change
        offers = CODE_CHANGE.offers(change, self.person)
        return super().get_context_data(**kwargs) | {"round": self.round, "change": change, "offers": offers}


class ChangeCarryOutView(ChangeMixin, Page):
    """Do what was agreed on. Codes are given out in the answer, this one time."""

    permission = "evaluation.issue_codes"
    template_name = "evaluation/code_change_carry_out.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = self.change
        why = CODE_CHANGE.why_not(change, "carry_out", self.person)
        return super().get_context_data(**kwargs) | {"round": self.round, "change": change, "why": why}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        change = self.change
        draw = draw_for(change)
        answer = slips_response(request, draw, f"{self.round.code}-{change.number}")
        carry_out_code_change(change, draw, by=self.person)
        return answer


class ChangeActView(TransitionView):
    """Agree or decline."""

    lifecycle = CODE_CHANGE
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {
        "agree": agree_code_change,
        "decline": decline_code_change,
    }

    def get_object(self) -> CodeChange:
        return get_object_or_404(CHANGES, round__code=self.kwargs["round"], number=self.kwargs["number"])

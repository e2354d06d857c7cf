"""The desk of codes: how many each application has, making them, revoking one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.views import FormPage, ListPage, add_refusals
from evaluation.forms.codes import IssueForm, RevokeForm
from evaluation.models import Channel, Code
from evaluation.selectors.ballots import ballot_channel, code_counts
from evaluation.selectors.stages import entries_of_stage
from evaluation.services.codes import (
    draw_codes,
    keep_draw,
    open_channel,
    revoke_code,
    why_two_are_needed,
)
from evaluation.views.rounds import RoundMixin
from evaluation.views.slips import slips_response


class CodeMixin(RoundMixin):
    """Pages of a round that has a ballot of clients."""

    @property
    def channel(self) -> Channel:
        if not hasattr(self, "_channel"):
            found = ballot_channel(self.round)
            if found is None:
                raise Http404(_("The rules of this round have no ballot of clients."))
            found.stage.round = self.round
            self._channel = found
        return self._channel

    def why_off(self) -> str:
        """Return why codes can no longer be made or revoked, "" while they can."""
        try:
            open_channel(self.round)
        except DomainError as error:
            return str(error)
        return ""

    def why_not_alone(self) -> str:
        """Return why one person alone can make or revoke no code now, "" while one can."""
        return self.why_off() or why_two_are_needed(self.round)


class CodeListView(CodeMixin, ListPage):
    """Codes by application. Whether a single code was used is shown to nobody."""

    permission = "evaluation.view_codes"
    template_name = "evaluation/code_list.html"
    search_fields = ("code", "brand_name", "unit__name_zh", "unit__name_en")
    sorts = {
        "code": (gettext_lazy("No."), "code"),
        "brand": (gettext_lazy("Brand"), "brand_name,code"),
        "unit": (gettext_lazy("Unit"), "unit__sort_key,code"),
    }
    default_sort = "code"

    def get_queryset(self) -> QuerySet[Application]:
        self.queryset = entries_of_stage(self.channel.stage)
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(round=self.round, channel=self.channel, **kwargs)
        rows = code_counts(self.round, self.channel, context["object_list"])
        return context | {"rows": rows, "why_off": self.why_off(), "two": why_two_are_needed(self.round)}


class CodeIssueView(CodeMixin, FormPage):
    """Make codes; the answer is a file with them, given out this one time."""

    permission = "evaluation.issue_codes"
    form_class = IssueForm
    template_name = "evaluation/code_issue.html"

    def applications(self) -> QuerySet[Application]:
        return entries_of_stage(self.channel.stage)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("application", "")[:20].replace("\x00", "")
        return {"application": self.applications().filter(code=asked).first()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"applications": self.applications()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round, why_off=self.why_not_alone(), made=self.made(), **kwargs
        )

    def form_valid(self, form: IssueForm) -> HttpResponse:
        chosen = form.cleaned_data["application"]
        wanted = [chosen] if chosen else list(self.applications())
        try:
            self.refuse_second_click()
            draw = draw_codes(self.round, wanted, form.cleaned_data["number"])
            # Made before anything is stored: should it fail, no code is good for a ballot that nobody holds.
            name = f"{self.round.code}-{chosen.code if chosen else 'all'}"
            answer = slips_response(self.request, self.channel.stage, draw, name)
            keep_draw(draw, by=self.person)
        except DomainError as error:
            add_refusals(form, error)
            return self.form_invalid(form)
        return answer

    def refuse_second_click(self) -> None:
        """The page says how many codes there were when it was shown: the same form sent again makes no second set."""
        if self.request.POST.get("made") != str(self.made()):
            raise StaleState(
                _(
                    "Codes were made since this page was opened, perhaps by a second click. If you still want more, "
                    "make them now."
                )
            )

    def made(self) -> int:
        return Code.objects.filter(round=self.round).count()


class CodeRevokeView(CodeMixin, FormPage):
    """Make one code worthless by its serial number."""

    permission = "evaluation.issue_codes"
    form_class = RevokeForm
    template_name = "evaluation/code_revoke.html"
    success_message = gettext_lazy("The code is revoked; no ballot can be cast with it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, why_off=self.why_not_alone(), **kwargs)

    def deed(self, form: RevokeForm) -> Code:
        data = form.cleaned_data
        return revoke_code(self.round, data["serial"], reason=data["reason"], by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:code-list", args=[self.round.code])

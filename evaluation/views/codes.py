"""The desk of codes: how many each application has, making them, revoking one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.views import FormPage, ListPage, add_refusals
from evaluation.forms.codes import IssueForm, RevokeForm
from evaluation.models import Channel, Code
from evaluation.models.commitments import head_of, serial_of
from evaluation.selectors.ballots import ballot_channels, code_counts, holders_of
from evaluation.selectors.box_addresses import ballot_address, desk_address
from evaluation.selectors.stages import entries_of_stage
from evaluation.services.codes import (
    draw_codes,
    keep_draw,
    refuse_over,
    revoke_code,
    why_two_are_needed,
)
from evaluation.views.rounds import RoundMixin
from evaluation.views.slips import slips_response

DESK = ("code-list", "code-issue", "code-revoke", "code-change-ask", "box-count", "box-sign")
# The number of the code by which forms show what a serial number looks like.
EXAMPLE = 42


class CodeMixin(RoundMixin):
    """Pages of a channel by code: the one that the address names behind "?channel=", else the first of the round."""

    @cached_property
    def channels(self) -> list[Channel]:
        return ballot_channels(self.round)

    @cached_property
    def channel(self) -> Channel:
        asked = self.request.GET.get("channel", "")
        found = next((one for one in self.channels if asked in {"", one.key}), None)
        if found is None:
            raise Http404(_("No ballots are cast by code here."))
        return found

    def desk(self, page: str = "code-list") -> str:
        """Return the address of a page of the same channel."""
        return desk_address(page, self.channel, alone=len(self.channels) == 1)

    def of_channel(self, page: str) -> dict[str, Any]:
        """Return what the head of every page of the desk shows: where one is, and the same page of the other channels."""
        several = len(self.channels) > 1
        tabs = [(one.title, desk_address(page, one), one.key == self.channel.key) for one in self.channels]
        return {
            "round": self.round,
            "channel": self.channel,
            "tabs": tabs if several else [],
            "desk": {name.replace("-", "_"): self.desk(name) for name in DESK},
        }

    def example(self) -> str:
        """Return a serial number as the slips of the channel bear it."""
        first = None if self.channel.is_wide else entries_of_stage(self.channel.stage).first()
        return serial_of(head_of(self.channel, first), EXAMPLE)

    def why_off(self) -> str:
        """Return why codes can no longer be made or revoked, "" while they can."""
        if not self.channels:
            return _("No ballots are cast by code here.")
        try:
            refuse_over(self.channel)
        except DomainError as error:
            return str(error)
        return ""

    def why_not_alone(self) -> str:
        """Return why one person alone can make or revoke no code now, "" while one can."""
        return self.why_off() or why_two_are_needed(self.channel)


class CodeListView(CodeMixin, ListPage):
    """Codes of a channel by application, or in one line. Whether a single code was used is shown to nobody."""

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
        context = super().get_context_data(**self.of_channel("code-list"), **kwargs)
        asked = [None] if self.channel.is_wide else context["object_list"]
        rows = [(row, self.page_of(row.application)) for row in code_counts(self.channel, asked)]
        return context | {"rows": rows, "why_off": self.why_off(), "two": why_two_are_needed(self.channel)}

    def page_of(self, application: Application | None) -> str:
        return ballot_address("ballot-page", self.channel, application, alone=len(self.channels) == 1)


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
        applications = None if self.channel.is_wide else self.applications()
        groups = self.channel.rater_groups
        return super().get_form_kwargs() | {"applications": applications, "groups": groups}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"why_off": self.why_not_alone(), "made": self.made()}
        return super().get_context_data(**self.of_channel("code-issue"), **facts, **kwargs)

    def form_valid(self, form: IssueForm) -> HttpResponse:
        chosen = form.cleaned_data.get("application")
        wanted = [chosen] if chosen else holders_of(self.channel)
        try:
            self.refuse_second_click()
            group = form.cleaned_data.get("group", "")
            draw = draw_codes(self.channel, wanted, form.cleaned_data["number"], group=group)
            # Made before anything is stored: should it fail, no code is good for a ballot that nobody holds.
            answer = slips_response(self.request, draw, file_name(self.channel, chosen, group))
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
        return Code.objects.filter(channel=self.channel).count()


def file_name(channel: Channel, application: Application | None, group: str = "") -> str:
    """Return how the file of a draw is called, without its ending."""
    mark = [] if channel.ballot_number == 1 and not channel.is_wide else [channel.key]
    whose = [group] if group else []
    return "-".join([channel.round.code, *mark, application.code if application else "all", *whose])


class CodeRevokeView(CodeMixin, FormPage):
    """Make one code worthless by its serial number."""

    permission = "evaluation.issue_codes"
    form_class = RevokeForm
    template_name = "evaluation/code_revoke.html"
    success_message = gettext_lazy("The code is revoked; no ballot can be cast with it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"example": self.example()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"why_off": self.why_not_alone()}
        return super().get_context_data(**self.of_channel("code-revoke"), **facts, **kwargs)

    def deed(self, form: RevokeForm) -> Code:
        data = form.cleaned_data
        return revoke_code(self.channel, data["serial"], reason=data["reason"], by=self.person)

    def get_success_url(self) -> str:
        return self.desk()

"""The committee's meeting: the record to read, and the second person's answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from brandportal.documents.official import official_docx, official_pdf
from brandportal.documents.responses import docx_response, pdf_response
from brandportal.kit.views import FormPage, Page
from brandportal.lifecycle.views import TransitionView
from evaluation.views.whole import EveryEntryMixin
from naming import services
from naming.forms.meetings import MeetingAnswerForm
from naming.lifecycle import MEETING
from naming.models import Meeting
from naming.selectors.meetings import record_of
from naming.selectors.minutes import minutes_text
from naming.views.loading import RoundMixin


class MeetingMixin(EveryEntryMixin, RoundMixin):
    """`self.meeting` from the address."""

    @cached_property
    def meeting(self) -> Meeting:
        meetings = Meeting.objects.visible_to(self.person)
        found = meetings.select_related("proposal__round", "proposal__tally", "recorded_by", "confirmed_by")
        return get_object_or_404(found, proposal__round=self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "meeting": self.meeting,
            "proposal": self.meeting.proposal,
            "record": record_of(self.meeting),
        }
        return super().get_context_data(**kwargs) | context


class MeetingDetailView(MeetingMixin, Page):
    permission = "naming.view_meeting"
    template_name = "naming/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = {one.action: one for one in MEETING.offers(self.meeting, self.person)}
        return super().get_context_data(offers=offers, **kwargs)


class MinutesPdfView(MeetingMixin):
    """The minutes in official layout; as long as nobody has confirmed them they say so."""

    permission = "naming.view_meeting"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = official_pdf(minutes_text(record_of(self.meeting)))
        return pdf_response(f"会议纪要-{self.meeting.minutes_number}", data)


class MinutesDocxView(MeetingMixin):
    """The same to be worked on in an office program."""

    permission = "naming.view_meeting"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = official_docx(minutes_text(record_of(self.meeting)))
        return docx_response(f"会议纪要-{self.meeting.minutes_number}", data)


class MeetingConfirmView(MeetingMixin, FormPage):
    """The whole record again, and below it: confirm, or send back with what is to be corrected."""

    permission = "naming.confirm_meeting"
    form_class = MeetingAnswerForm
    template_name = "naming/meeting_confirm.html"

    def get_initial(self) -> dict[str, Any]:
        return {"digest": self.meeting.digest}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = MEETING.why_not(self.meeting, "confirm", self.person)
        return super().get_context_data(row=MEETING.by_action["confirm"], why=why, **kwargs)

    def deed(self, form: MeetingAnswerForm) -> Any:
        data = form.cleaned_data
        if self.request.POST.get("go") == "return":
            return services.return_meeting(self.meeting, reason=data["reason"], by=self.person)
        return services.confirm_meeting(self.meeting, by=self.person, digest=data["digest"])

    def get_success_url(self) -> str:
        return self.meeting.get_absolute_url()


class MeetingActView(MeetingMixin, TransitionView):
    lifecycle = MEETING
    deeds = {"recall": services.recall_meeting}

    def get_object(self) -> Meeting:
        return self.meeting

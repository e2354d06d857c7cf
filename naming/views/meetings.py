"""The committee's meeting: the secretary's form, the record to read, and the second person's answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.documents.official import official_docx, official_pdf
from brandportal.documents.responses import docx_response, pdf_response
from brandportal.kit.clock import today
from brandportal.kit.errors import StaleState
from brandportal.kit.views import FormPage, Page
from brandportal.lifecycle.views import TransitionView
from evaluation.views.whole import EveryEntryMixin
from naming import services
from naming.enums import MeetingStatus, ProposalStatus
from naming.forms.meetings import MORE, MeetingAnswerForm, MeetingForm
from naming.lifecycle import MEETING
from naming.models import Meeting, Proposal
from naming.selectors.meetings import record_of, rules_of_committee, typed_before
from naming.selectors.minutes import minutes_text
from naming.selectors.proposals import resolving_body
from naming.selectors.reserve import may_be_fewer, reserve_of
from naming.views.loading import RoundMixin


class MeetingEditView(EveryEntryMixin, RoundMixin, FormPage):
    """The secretary's form. “More rows” gives it back with all that was typed and room for more."""

    permission = "naming.record_meeting"
    form_class = MeetingForm
    template_name = "naming/meeting_form.html"
    success_message = gettext_lazy(
        "The meeting is recorded. The list is resolved once a second person has confirmed it."
    )

    @cached_property
    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal.objects.visible_to(self.person), round=self.round)

    @cached_property
    def meeting(self) -> Meeting | None:
        return Meeting.objects.visible_to(self.person).filter(proposal=self.proposal).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.proposal.status != ProposalStatus.DRAFTED:
            raise StaleState(_("The committee has resolved on this list already; its record is confirmed."))
        if self.meeting and self.meeting.status == MeetingStatus.WAITING:
            raise StaleState(
                _("The record waits for confirmation. Take it back first if it must be corrected.")
            )
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "proposal": self.proposal,
            "ruled": rules_of_committee(self.round),
        }

    def get_initial(self) -> dict[str, Any]:
        body = resolving_body(self.round)
        return {"body": body, "held_on": today()} | typed_before(self.round, body)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        more = request.POST.get("go", "")
        if more not in {"members", "recusals"}:
            return super().post(request, *args, **kwargs)
        typed = request.POST.dict()
        form = MeetingForm(initial=typed, proposal=self.proposal, ruled=rules_of_committee(self.round))
        typed[more] = str((form.member_rows if more == "members" else form.recusal_rows) + MORE)
        longer = MeetingForm(initial=typed, proposal=self.proposal, ruled=rules_of_committee(self.round))
        return self.render_to_response(self.get_context_data(form=longer))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ruled = rules_of_committee(self.round)
        context = super().get_context_data(
            proposal=self.proposal, meeting=self.meeting, ruled=ruled, **kwargs
        )
        reserve = reserve_of(self.proposal, context["form"].items)
        return context | {"reserve": reserve, "may_be_fewer": may_be_fewer(self.round)}

    def deed(self, form: MeetingForm) -> Meeting:
        return services.record_meeting(self.proposal, form.minutes(), by=self.person)

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


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

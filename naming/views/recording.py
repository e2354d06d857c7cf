"""The secretary's form of a meeting: it saves itself, and works without a script by its buttons."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.selectors.conflicts import Difference
from brandportal.kit.autosave import answer_save
from brandportal.kit.clock import today
from brandportal.kit.errors import DomainError, Sentence, StaleState, each_error
from brandportal.kit.views import FormPage, add_refusals, said
from evaluation.views.whole import EveryEntryMixin
from naming import services
from naming.forms.drafts import differences, typed_in
from naming.forms.meetings import MORE, MeetingForm
from naming.models import Meeting, MeetingDraft, Proposal
from naming.selectors.meetings import rules_of_committee, typed_before
from naming.selectors.proposals import resolving_body
from naming.selectors.reserve import may_be_fewer, reserve_of
from naming.services.drafts import why_recorded
from naming.views.loading import RoundMixin

ROWS = ("members", "recusals")


class MeetingEditView(EveryEntryMixin, RoundMixin, FormPage):
    """Record the meeting, or save what is typed of it for now; “more rows” does that and comes back with more room."""

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

    @cached_property
    def draft(self) -> MeetingDraft:
        """What is kept of the form; before the first save an empty one of revision 0."""
        drafts = MeetingDraft.objects.visible_to(self.person).select_related("saved_by")
        return drafts.filter(proposal=self.proposal).first() or MeetingDraft(proposal=self.proposal)

    @cached_property
    def closed(self) -> Sentence:
        """Why the meeting cannot be written now, "" while it can."""
        return why_recorded(self.proposal)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.closed:
            raise StaleState(self.closed)
        return super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> MeetingForm:
        form: MeetingForm = super().get_form()
        return form

    def get_form(self, form_class: Any = None) -> MeetingForm:
        return self.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.facts

    @cached_property
    def facts(self) -> dict[str, Any]:
        return {"proposal": self.proposal, "ruled": rules_of_committee(self.round)}

    def get_initial(self) -> dict[str, Any]:
        body = resolving_body(self.round)
        return {"body": body, "held_on": today()} | typed_before(self.round, body) | self.draft.typed

    @property
    def asked(self) -> int:
        """The revision that the page was made from, or the one it is knowingly written over."""
        typed = self.request.POST.get("over") or self.request.POST.get("revision", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    @cached_property
    def differences(self) -> list[Difference]:
        """What a stale page holds that is not kept; its own earlier save, answered too late, is none."""
        if self.asked == self.draft.revision:
            return []
        return differences(self.form, MeetingForm(initial=self.get_initial(), **self.facts))

    @property
    def conflict(self) -> Sentence:
        if self.closed:
            return self.closed
        changed = _(
            "This form was changed in another window in the meantime. Compare both versions, then save."
        )
        return changed if self.differences else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go = request.POST.get("go", "")
        if self.conflict:
            return self.show_conflict()
        if go == "drop":
            return self.drop()
        if go in {"save", *ROWS} or "over" in request.POST:
            return self.save(go)
        return super().post(request, *args, **kwargs)

    def drop(self) -> HttpResponse:
        self.keep({})
        if self.conflict:
            return self.show_conflict()
        said(self.request, _("The draft is dropped. The form is as it was before."))
        return HttpResponseRedirect(self.request.path)

    def save(self, go: str) -> HttpResponse:
        """Keep the form as it is typed and show it again; with three more rows where `go` asks for them."""
        typed = typed_in(self.form)
        if go in ROWS:
            typed[go] = str(int(typed[go]) + MORE)
        try:
            self.keep(typed)
        except DomainError as error:
            add_refusals(self.form, error)
            return self.render_to_response(self.get_context_data(form=self.form), status=422)
        if self.conflict:
            return self.show_conflict()
        return HttpResponseRedirect(f"{self.request.path}{'#' + go if go in ROWS else ''}")

    def keep(self, typed: Mapping[str, str]) -> None:
        """Save the draft; where another window was faster by an instant, `conflict` says so afterwards."""
        try:
            self.draft = services.save_draft(
                self.proposal, typed, by=self.person, revision=self.draft.revision
            )
        except StaleState:
            for known in ("proposal", "draft", "closed", "differences"):
                self.__dict__.pop(known, None)

    def show_conflict(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            proposal=self.proposal,
            meeting=self.meeting,
            draft=self.draft,
            ruled=self.facts["ruled"],
            **kwargs,
        )
        conflict = self.conflict if self.request.method == "POST" else ""
        return context | {
            "reserve": reserve_of(self.proposal, context["form"].items),
            "may_be_fewer": may_be_fewer(self.round),
            "revision": self.asked if conflict else self.draft.revision,
            "conflict": conflict,
            "differences": self.differences if conflict else [],
        }

    def deed(self, form: MeetingForm) -> Meeting:
        return services.record_meeting(
            self.proposal, form.minutes(), by=self.person, revision=self.draft.revision
        )

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class MeetingAutosaveView(MeetingEditView):
    """The same by itself: answers with the line that says when it was saved, or why not."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        errors: list[DomainError] = []
        if not self.conflict:
            try:
                self.keep(typed_in(self.form))
            except DomainError as error:
                errors = each_error(error)
        context = {
            "round": self.round,
            "draft": self.draft,
            "closed": self.closed,
            "conflict": self.conflict,
            "differences": self.differences,
            "errors": errors,
        }
        return answer_save("naming/_draft_saved.html", context, form="#meeting-form")

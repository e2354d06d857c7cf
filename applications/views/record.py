"""The record of an application: what was filed, its history, and what may be done with it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications import services
from applications.forms.checking import SendBackForm
from applications.lifecycle import APPLICATION
from applications.models import Application, Filing
from applications.selectors.completeness import gaps_of
from applications.selectors.dossier import draft_dossier, filed_dossier
from applications.selectors.record import record_of
from applications.selectors.versions import changes_between
from applications.views.loading import ApplicationMixin
from brandportal.kit.views import FormPage, Page, said
from brandportal.lifecycle.views import TransitionView


class ApplicationDetailView(ApplicationMixin, Page):
    permission = "applications.view_application"
    template_name = "applications/application_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = self.person.has_perm("applications.view_contact", self.application)
        record = record_of(self.application, self.person)
        return super().get_context_data(record=record, with_contact=contact, **kwargs)


class PrintView(ApplicationDetailView):
    """The same on paper: the form as an official document, without the portal around it."""

    template_name = "applications/application_print.html"


class FilingDetailView(ApplicationMixin, Page):
    """One filed version, and what it changed."""

    permission = "applications.view_application"
    template_name = "applications/filing_detail.html"

    @cached_property
    def filing(self) -> Filing:
        filings = self.application.filings.select_related("drafted_by", "approved_by")
        filing = get_object_or_404(filings, number=self.kwargs["number"])
        filing.application = self.application
        return filing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.application.filings.filter(number=self.filing.number - 1).first()
        return super().get_context_data(
            filing=self.filing,
            dossier=filed_dossier(self.filing),
            changes=changes_between(before, self.filing, self.application.round) if before else [],
            before=before,
            with_contact=self.person.has_perm("applications.view_contact", self.application),
            **kwargs,
        )


class ApproveView(ApplicationMixin, FormPage):
    """The approver reads the whole, then signs off and files, or gives it back with a reason."""

    permission = "applications.approve_application"
    form_class = SendBackForm
    template_name = "applications/application_approve.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            dossier=draft_dossier(self.application),
            gaps=gaps_of(self.application),
            why=self.why_not("submit"),
            why_back=self.why_not("send_back"),
            with_contact=True,
            **kwargs,
        )

    def deed(self, form: SendBackForm) -> Application:
        return services.send_back_application(
            self.application, by=self.person, reason=form.cleaned_data["reason"]
        )

    def get_success_url(self) -> str:
        said(self.request, _("“%(brand)s” is given back to %(name)s.") % self.names)
        return self.application.get_absolute_url()

    @property
    def names(self) -> dict[str, str]:
        return {"brand": str(self.application), "name": self.application.drafter.name}


class SubmitView(ApplicationMixin):
    """Sign off and file; the question was asked on the page before."""

    permission = "applications.approve_application"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        services.submit_application(self.application, by=self.person)
        values = {"brand": self.application, "number": self.application.filings_count}
        said(request, _("“%(brand)s” is signed off and filed as version %(number)d.") % values)
        return HttpResponseRedirect(self.application.get_absolute_url())


class SendView(ApplicationMixin):
    """Send for sign-off; what is missing is said on the last step of the form."""

    permission = "applications.send_application"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        services.send_application(self.application, by=self.person)
        said(request, _("“%(brand)s” now lies with the approver of your unit.") % {"brand": self.application})
        return HttpResponseRedirect(self.application.get_absolute_url())


class ActView(TransitionView):
    """Every change of state of an application that needs no page of its own."""

    permission = "applications.view_application"
    lifecycle = APPLICATION
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {
        "recall": services.recall_application,
        "accept": services.accept_application,
        "withdraw": services.withdraw_application,
    }

    def get_object(self) -> Application:
        seen = Application.objects.visible_to(self.person).select_related("round", "unit", "logo", "drafter")
        return get_object_or_404(seen, round__code=self.kwargs["round"], code=self.kwargs["code"])

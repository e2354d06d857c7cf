"""Logo and attachments: each upload is checked, kept under a key, and shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from applications import services
from applications.enums import Step
from applications.forms.steps import AttachmentForm
from applications.models import Attachment
from applications.selectors.steps import step_url
from applications.views.loading import ApplicationMixin
from applications.views.steps import StepView
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.files import kept_if_done, store_attachment, store_image
from brandportal.kit.views import add_refusals, said


class LogoView(ApplicationMixin):
    """The logo as soon as it is chosen: answers with its box, or with the reason why it was refused."""

    permission = "applications.change_application"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        refusal = self.keep(request)
        context = {"application": self.application, "refusal": refusal}
        response = render(request, "applications/_logo.html", context, status=422 if refusal else 200)
        if not refusal:
            response["HX-Trigger"] = '{"bp:saved": {"target": "#step-form"}}'
        return response

    def keep(self, request: HttpRequest) -> str:
        upload = request.FILES.get("logo")
        if upload is None:
            return _("Logo: no file arrived. Choose the picture again.")
        try:
            stored = store_image(upload, label=_("Logo"), purpose="brand-logo")
            with kept_if_done(stored):
                services.set_logo(self.application, stored, by=self.person)
        except DomainError as error:
            return str(error)
        return ""


class AttachmentsView(StepView):
    """The step of the attachments: POST adds one and stays."""

    step = Step.ATTACHMENTS

    @property
    def form(self) -> Any:
        return self._form if hasattr(self, "_form") else AttachmentForm()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        self._form = AttachmentForm(request.POST, request.FILES)
        if self._form.is_valid():
            self.keep(self._form.cleaned_data)
        if self._form.errors:
            return self.render_to_response(self.get_context_data())
        said(request, _("“%(title)s” is attached.") % {"title": self._form.cleaned_data["title"]})
        return HttpResponseRedirect(step_url(self.application, Step.ATTACHMENTS))

    def keep(self, data: dict[str, Any]) -> None:
        try:
            stored = store_attachment(data["file"], label=data["title"], purpose="application")
            with kept_if_done(stored):
                services.add_attachment(self.application, title=data["title"], file=stored, by=self.person)
        except StaleState:
            raise
        except DomainError as error:
            add_refusals(self._form, error)


class AttachmentRemoveView(ApplicationMixin):
    """Take an attachment off the draft; versions that were filed keep theirs."""

    permission = "applications.change_application"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        mine = Attachment.objects.filter(application=self.application).select_related(
            "application__round", "file"
        )
        attachment = get_object_or_404(mine, file__key=kwargs["key"])
        title = attachment.title
        services.remove_attachment(attachment, by=self.person)
        said(request, _("“%(title)s” is removed.") % {"title": title})
        return HttpResponseRedirect(step_url(self.application, Step.ATTACHMENTS))

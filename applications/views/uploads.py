"""Logo and attachments: each upload is checked, kept under a key, and shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from applications import services
from applications.forms.steps import AttachmentForm, LogoForm
from applications.models import Attachment
from applications.selectors.steps import step_url
from applications.views.loading import ApplicationMixin
from applications.views.steps import StepView
from brandportal.kit.errors import DomainError
from brandportal.kit.files import store_attachment, store_image
from brandportal.kit.views import add_refusals


class LogoView(StepView):
    """The step of the logo."""

    step = "logo"  # type: ignore[assignment]
    form_class = LogoForm

    @property
    def form(self) -> Any:
        return self._form if hasattr(self, "_form") else self.form_class()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        self._form = self.form_class(request.POST, request.FILES)
        if self._form.is_valid():
            try:
                self.keep(self._form.cleaned_data)
            except DomainError as error:
                add_refusals(self._form, error)
        if self._form.errors:
            return self.render_to_response(self.get_context_data())
        return HttpResponseRedirect(step_url(self.application, str(self.step)))

    def keep(self, data: dict[str, Any]) -> None:
        stored = store_image(data["file"], label=_("Logo"), purpose="application")
        services.set_logo(self.application, stored, by=self.person)


class AttachmentsView(LogoView):
    """The step of the attachments."""

    step = "attachments"  # type: ignore[assignment]
    form_class = AttachmentForm  # type: ignore[assignment]

    def keep(self, data: dict[str, Any]) -> None:
        stored = store_attachment(data["file"], label=data["title"], purpose="application")
        services.add_attachment(self.application, title=data["title"], file=stored, by=self.person)


class AttachmentRemoveView(ApplicationMixin):
    permission = "applications.change_application"

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        mine = Attachment.objects.filter(application=self.application)
        services.remove_attachment(get_object_or_404(mine, file__key=self.kwargs["key"]), by=self.person)
        return HttpResponseRedirect(step_url(self.application, "attachments"))

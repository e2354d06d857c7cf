"""The stepped form: it saves itself, and works without a script by its button."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications import services
from applications.enums import Step
from applications.forms.steps import FORMS
from applications.selectors.conflicts import differences
from applications.selectors.dossier import draft_dossier
from applications.selectors.steps import KEYS, next_step, previous_step, rail_of, step_url
from applications.views.loading import ApplicationMixin
from brandportal.kit.autosave import answer_save
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.files import kept_if_done, store_image
from brandportal.kit.views import Page, add_refusals

TEMPLATES = {
    Step.SELF_CHECK: "applications/step_self_check.html",
    Step.ATTACHMENTS: "applications/step_attachments.html",
    Step.CHECK: "applications/step_check.html",
}


class StepView(ApplicationMixin, Page):
    """One step of the form; POST saves it and goes on to the next."""

    permission = "applications.change_application"
    conflict: StaleState | None = None

    @property
    def step(self) -> Step:
        key = str(self.kwargs["step"])
        if key not in KEYS:
            raise Http404
        return Step(key)

    def get_template_names(self) -> list[str]:
        return [TEMPLATES.get(self.step, "applications/step_form.html")]

    @cached_property
    def form(self) -> Any:
        if self.step not in FORMS:
            return None
        posted = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return FORMS[self.step](*posted, application=self.application)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, before = self.application, previous_step(self.step)
        rail = rail_of(application, self.step)
        context = {
            "form": self.form,
            "rail": rail,
            "line": next(one for one in rail.lines if one.here),
            "number": KEYS.index(self.step) + 1,
            "previous": step_url(application, before) if before else "",
            "conflict": self.conflict,
            "differences": differences(self.form) if self.conflict else [],
        }
        if self.step == Step.CHECK:
            context |= {"dossier": draft_dossier(application), "why": self.why_not("send")}
        if self.step == Step.ATTACHMENTS:
            context["attachments"] = application.attachments.select_related("file")
        return super().get_context_data(**context | kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.application.is_editable:
            return HttpResponseRedirect(self.application.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if self.form is None:
            raise Http404
        self.save()
        if self.conflict or self.form.errors:
            return self.render_to_response(self.get_context_data(), status=409 if self.conflict else 200)
        return HttpResponseRedirect(step_url(self.application, next_step(self.step)))

    def save(self) -> None:
        """Save what the form holds; a stale page is kept in `conflict`, other refusals stand on the form."""
        if not self.form.is_valid():
            return
        try:
            services.save_application(
                self.application, by=self.person, revision=self.revision, **self.form.changes()
            )
            self.save_logo()
        except StaleState as error:
            self.compare(error)
        except DomainError as error:
            add_refusals(self.form, error)

    def compare(self, error: StaleState) -> None:
        """A stale page is a conflict unless it holds what is on record anyway, its own earlier save for instance."""
        del self.application
        self.form.initial = self.form.stored(self.application)
        if not self.application.is_editable or differences(self.form):
            self.conflict = error

    def save_logo(self) -> None:
        upload = self.request.FILES.get("logo") if self.step == Step.BRAND else None
        if upload is None:
            return
        try:
            stored = store_image(upload, label=_("Logo"), purpose="brand-logo")
        except DomainError as error:
            self.form.add_error("logo", str(error))
            return
        with kept_if_done(stored):
            services.set_logo(self.application, stored, by=self.person)

    @property
    def revision(self) -> int:
        """The version that the page was made from, or the one it is knowingly written over."""
        typed = self.request.POST.get("over") or self.request.POST.get("revision", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class AutosaveView(StepView):
    """The same by itself: answers with the line that says when it was saved, or why not."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if self.form is None:
            raise Http404
        self.save()
        errors = [str(message) for messages in self.form.errors.values() for message in messages]
        context = {
            "application": self.application,
            "conflict": self.conflict,
            "differences": differences(self.form) if self.conflict else [],
            "errors": errors,
        }
        return answer_save("applications/_saved.html", context, form="#step-form")

    def save_logo(self) -> None:
        """A picture is sent on its own, not with every keystroke."""

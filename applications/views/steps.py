"""The stepped form: it saves itself, and works without a script by its button."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property

from applications import services
from applications.enums import EDITABLE, ApplicationStatus
from applications.forms.steps import BrandForm, MainTextForm, SelfCheckForm
from applications.models import Application
from applications.selectors.steps import KEYS, next_step, previous_step, step_url, steps_of
from applications.views.loading import ApplicationMixin
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.views import Page, add_refusals

FORMS = {"brand": BrandForm, "self_check": SelfCheckForm, "text": MainTextForm}


class StepView(ApplicationMixin, Page):
    """One step: `<step>` names it; POST saves, from the button or by itself."""

    permission = "applications.change_application"

    @property
    def step(self) -> str:
        key = str(self.kwargs["step"])
        if key not in KEYS:
            raise Http404
        return key

    def get_template_names(self) -> list[str]:
        return [
            f"applications/step_{self.step}.html" if self.step not in FORMS else "applications/step_form.html"
        ]

    @cached_property
    def form(self) -> Any:
        if self.step not in FORMS:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        return FORMS[self.step](
            data, application=self.application, initial=initial_of(self.application, self.step)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = steps_of(self.application, self.step)
        return super().get_context_data(
            form=self.form,
            steps=steps,
            step=next(one for one in steps if one.here),
            number=KEYS.index(self.step) + 1,
            gaps=[gap for one in steps for gap in one.gaps],
            previous=step_url(self.application, previous_step(self.step)) if self.step != KEYS[0] else "",
            is_editable=ApplicationStatus(self.application.status) in EDITABLE,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        by_itself = bool(request.headers.get("HX-Request"))
        if self.form is None:
            raise Http404
        conflict = self.save()
        if by_itself:
            return self.saved(conflict)
        if conflict or self.form.errors:
            context = self.get_context_data(conflict=conflict, typed_over=conflict is not None)
            return self.render_to_response(context, status=409 if conflict else 200)
        return HttpResponseRedirect(step_url(self.application, next_step(self.step)))

    def save(self) -> DomainError | None:
        """Save what the form holds; returns the refusal of a stale tab, other refusals stand on the form."""
        if not self.form.is_valid():
            return None
        data: dict[str, Any] = (
            {"self_checks": self.form.texts()}
            if self.step == "self_check"
            else {"fields": self.form.cleaned_data}
        )
        try:
            services.save_application(self.application, by=self.person, revision=self.revision, **data)
        except StaleState as error:
            return error
        except DomainError as error:
            add_refusals(self.form, error)
        return None

    @property
    def revision(self) -> int:
        typed = self.request.POST.get("revision", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def saved(self, conflict: DomainError | None) -> HttpResponse:
        """The fragment of the save line: when it was saved, or why not."""
        errors = [str(message) for messages in self.form.errors.values() for message in messages]
        context = {
            "application": self.application,
            "at": clock.machine_now(),
            "conflict": conflict,
            "errors": errors,
            "here": step_url(self.application, self.step),
        }
        response = render(self.request, "applications/_saved.html", context)
        if not conflict and not errors:
            response["HX-Trigger"] = "bp:saved"
        return response


def initial_of(application: Application, step: str) -> dict[str, str]:
    if step == "self_check":
        return {
            f"{row.key}-{part}": getattr(row, part)
            for row in application.self_checks.all()
            for part in ("finding", "measure")
        }
    return {name: getattr(application, name) for name in FORMS[step].declared_fields}  # type: ignore[attr-defined]

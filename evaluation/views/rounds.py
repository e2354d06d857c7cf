"""The draft of a round: facts, figures, rules, blank forms, and opening it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import RoundStatus
from applications.models import Round, RoundForm
from applications.services import rounds as below
from brandportal.kit.errors import StaleState
from brandportal.kit.files import kept_if_done, store_attachment
from brandportal.kit.views import FormPage, PortalView, said
from evaluation.forms.figures import FiguresForm, not_beside_a_field
from evaluation.forms.rounds import OpeningForm, RoundFactsForm, RoundFileForm
from evaluation.forms.rules import RulesTextForm
from evaluation.selectors.figures import to_be_changed
from evaluation.selectors.rules import read_document
from evaluation.selectors.schemes import SchemeView, scheme_view
from evaluation.services.rounds import change_figures, change_rules, open_round


class RoundMixin(PortalView):
    """Pages of one round, found by its code among those the person may see."""

    @property
    def round(self) -> Round:
        if not hasattr(self, "_round"):
            self._round = get_object_or_404(
                Round.objects.visible_to(self.request.user), code=self.kwargs["round"]
            )
        return self._round

    def get_permission_object(self) -> Round:
        return self.round


class DraftMixin(RoundMixin):
    """What can be changed only while the round is a draft."""

    step = ""

    def permit(self) -> None:
        super().permit()
        if self.round.status != RoundStatus.DRAFT:
            raise StaleState(
                _("The round is open and its rules are frozen. They can no longer be changed here.")
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"round": self.round, "step": self.step}

    @property
    def scheme(self) -> SchemeView:
        """The rules as they stand, read once a request."""
        if not hasattr(self, "_scheme"):
            self._scheme = scheme_view(read_document(self.round.rules))
        return self._scheme


class KeepTextMixin:
    """A rules text that was refused stands in the field, also where it came in a file, to be mended there."""

    def form_invalid(self, form: Any) -> HttpResponse:
        text = form.cleaned_data.get("rules") or form.text_of_file
        if text:
            form.data = form.data.copy()
            form.data["rules"] = text
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


class RoundEditView(DraftMixin, FormPage):
    """Titles, bodies, calendar and texts."""

    permission = "evaluation.change_round"
    form_class = RoundFactsForm
    template_name = "evaluation/round_edit.html"
    success_message = gettext_lazy("The round’s facts are saved.")
    step = "facts"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.round, name) for name in RoundFactsForm.base_fields}

    def deed(self, form: RoundFactsForm) -> Round:
        return below.update_round(self.round, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-edit", args=[self.kwargs["round"]])


class RoundFiguresView(DraftMixin, FormPage):
    """Weights, points, least numbers, cuts, seats and policies, with the linter's sentence beside each."""

    permission = "evaluation.change_round"
    form_class = FiguresForm
    template_name = "evaluation/round_figures.html"
    success_message = gettext_lazy("The figures are saved.")
    step = "figures"

    def get_form_kwargs(self) -> dict[str, Any]:
        document = to_be_changed(self.round)
        return super().get_form_kwargs() | {"document": document, "faults": self.scheme.faults}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(scheme=self.scheme, **kwargs)
        elsewhere = not_beside_a_field(self.scheme.faults, list(context["form"].fields))
        return context | {"elsewhere": elsewhere, "warned": len(self.scheme.faults) - len(elsewhere)}

    def deed(self, form: FiguresForm) -> Round:
        return change_figures(self.round, form.figures, by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-figures", args=[self.kwargs["round"]])


class RoundRulesView(KeepTextMixin, DraftMixin, FormPage):
    """The rules drawn out, and the document itself as text, typed, pasted or from a file."""

    permission = "evaluation.change_round"
    form_class = RulesTextForm
    template_name = "evaluation/round_rules.html"
    success_message = gettext_lazy("The rules are saved.")
    step = "rules"

    def get_initial(self) -> dict[str, Any]:
        return {"rules": self.round.rules}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scheme=self.scheme, **kwargs)

    def deed(self, form: RulesTextForm) -> Round:
        return change_rules(self.round, form.cleaned_data["rules"], by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-rules", args=[self.kwargs["round"]])


class RoundFilesView(RoundMixin, FormPage):
    """Blank forms that units download."""

    permission = "evaluation.change_round"
    form_class = RoundFileForm
    template_name = "evaluation/round_files.html"
    success_message = gettext_lazy("The form is added.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = self.round.forms.select_related("file")
        return super().get_context_data(round=self.round, step="files", files=files, **kwargs)

    def deed(self, form: RoundFileForm) -> RoundForm:
        data = form.cleaned_data
        stored = store_attachment(data["file"], label=_("File"), purpose="round-form")
        with kept_if_done(stored):
            return below.add_round_form(self.round, title=data["title"], file=stored, by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-files", args=[self.kwargs["round"]])


class RoundFileRemoveView(RoundMixin):
    """Take a blank form off the round."""

    permission = "evaluation.change_round"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, round: str, key: str) -> HttpResponse:
        blank = get_object_or_404(self.round.forms, file__key=key)
        below.remove_round_form(blank, by=self.person)
        said(request, _("The form is removed."))
        return HttpResponseRedirect(reverse("evaluation:round-files", args=[round]))


class RoundOpenView(DraftMixin, FormPage):
    """Everything once more before the rules freeze; faults of any chapter stand in the way, warnings need a word."""

    permission = "evaluation.open_round"
    form_class = OpeningForm
    template_name = "evaluation/round_open.html"
    step = "open"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_warnings": bool(self.scheme.warnings)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scheme=self.scheme, files=self.round.forms.count(), **kwargs)

    def deed(self, form: OpeningForm) -> Round:
        return open_round(self.round, by=self.person)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            said(
                self.request,
                _("The round is open for filing. Rules fingerprint: %(fingerprint)s")
                % {"fingerprint": self.round.rules_fingerprint},
            )
        return response

    def get_success_url(self) -> str:
        return reverse("evaluation:round-board", args=[self.kwargs["round"]])

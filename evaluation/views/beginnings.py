"""A round begun on an imported document or like last year's, and the rules of a round given out as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from brandportal.kit.views import FormPage
from brandportal.rulebook import toml_text
from evaluation.forms.rounds import RoundStartForm
from evaluation.forms.rules import RoundImportForm
from evaluation.selectors.beginnings import next_year
from evaluation.selectors.rules import read_document
from evaluation.selectors.schemes import scheme_view
from evaluation.services.beginnings import copy_round, import_round
from evaluation.views.rounds import KeepTextMixin, RoundMixin

KINDS = {"toml": "application/toml", "json": "application/json"}


class RoundImportView(KeepTextMixin, FormPage):
    """A new round on rules that were written elsewhere."""

    permission = "evaluation.start_round"
    form_class = RoundImportForm
    template_name = "evaluation/round_import.html"
    success_message = _("The round is a draft now. Check rules and forms, then open it.")

    def deed(self, form: RoundImportForm) -> Round:
        return import_round(form.cleaned_data["rules"], by=self.person, **form.facts)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-rules", args=[self.result.code])


class RoundCopyView(RoundMixin, FormPage):
    """A new round like an earlier one: rules, texts and blank forms, with a calendar of its own."""

    permission = "evaluation.start_round"
    form_class = RoundStartForm
    template_name = "evaluation/round_copy.html"
    success_message = _("The round is a draft now. Check rules and forms, then open it.")

    def get_initial(self) -> dict[str, Any]:
        return next_year(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scheme = scheme_view(read_document(self.round.rules))
        files = self.round.forms.count()
        return super().get_context_data(source=self.round, scheme=scheme, files=files, **kwargs)

    def deed(self, form: RoundStartForm) -> Round:
        return copy_round(self.round, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-edit", args=[self.result.code])


class RulesExportView(RoundMixin):
    """The rules as a file: JSON to the byte as the round keeps them, or TOML for people."""

    permission = "evaluation.view_setup"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, round: str, kind: str) -> HttpResponse:
        text = self.round.rules if kind == "json" else toml_text(read_document(self.round.rules))
        response = HttpResponse(text.encode(), content_type=f"{KINDS[kind]}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{round}-rules.{kind}"'
        return response

"""The schemes that a round can start from, and the rounds that are being set up."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.kit.views import FormPage, ListPage, Page
from evaluation.forms.rounds import RoundStartForm
from evaluation.selectors.rules import scheme_document, scheme_keys
from evaluation.selectors.schemes import scheme_view, schemes
from evaluation.services.rounds import start_round


class SetupListView(ListPage):
    """All rounds with where they stand."""

    permission = "evaluation.view_setup"
    template_name = "evaluation/setup_list.html"
    search_fields = ("title_zh", "title_en", "code", "document_number")
    sorts = {
        "title": (_("Round"), "title_zh"),
        "year": (_("Year"), "year,code"),
        "filing": (_("Filing closes"), "filing_closes"),
        "status": (_("State"), "status,code"),
    }
    default_sort = "-year"
    filters = (("status", _("State"), RoundStatus.choices),)

    def get_queryset(self) -> QuerySet[Round]:
        self.queryset = Round.objects.visible_to(self.request.user)
        return super().get_queryset()


class SchemeListView(Page):
    """Each scheme drawn out, with what its source leaves open."""

    permission = "evaluation.view_scheme"
    template_name = "evaluation/scheme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(schemes=schemes(), **kwargs)


class RoundStartView(FormPage):
    """A new round from a scheme."""

    permission = "evaluation.start_round"
    form_class = RoundStartForm
    template_name = "evaluation/round_start.html"
    success_message = _("The round is a draft now. Check rules and forms, then open it.")

    @property
    def scheme(self) -> str:
        key = str(self.kwargs["scheme"])
        if key not in scheme_keys():
            raise Http404
        return key

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scheme=scheme_view(scheme_document(self.scheme)), **kwargs)

    def deed(self, form: RoundStartForm) -> Round:
        return start_round(self.scheme, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-rules", args=[self.result.code])

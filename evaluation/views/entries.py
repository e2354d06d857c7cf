"""The organizer corrects the division of an application and records the titles that it holds."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application, StratumCorrection
from applications.selectors.strata import strata_of
from brandportal.kit.views import FormPage
from evaluation.forms.entries import StratumForm, TitlesForm
from evaluation.models import HeldTitle
from evaluation.selectors.entries import entry_facts, flags_for
from evaluation.services.entries import correct_stratum, record_titles


class EntryMixin(FormPage):
    """Pages of one application, found among those the person may see; `title` names the deed, `lead` what it means."""

    template_name = "evaluation/entry_form.html"
    title: Promise
    lead: Promise

    @property
    def application(self) -> Application:
        if not hasattr(self, "_application"):
            seen = Application.objects.visible_to(self.person).select_related("round", "unit")
            self._application = get_object_or_404(
                seen, round__code=self.kwargs["round"], code=self.kwargs["application"]
            )
        return self._application

    def get_permission_object(self) -> Application:
        return self.application

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {
            "application": self.application,
            "round": self.application.round,
            "facts": entry_facts(self.application),
            "title": self.title,
            "lead": self.lead,
        }
        return super().get_context_data(**facts | kwargs)

    def get_success_url(self) -> str:
        return self.application.get_absolute_url()


class EntryStratumView(EntryMixin):
    """Move an application to another division, with the reason."""

    permission = "evaluation.correct_stratum"
    form_class = StratumForm
    title = _("Correct the division")
    lead = _(
        "The application is ranked within its division. The version that the unit signed stays as it was filed; the "
        "correction stands beside it with its reason."
    )
    success_message = _("The division is corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        strata = strata_of(self.application.round)
        if not strata:
            raise Http404
        return super().get_form_kwargs() | {"strata": strata}

    def get_initial(self) -> dict[str, Any]:
        return {"stratum": self.application.stratum}

    def deed(self, form: StratumForm) -> StratumCorrection:
        data = form.cleaned_data
        return correct_stratum(self.application, data["stratum"], reason=data["reason"], by=self.person)


class EntryTitlesView(EntryMixin):
    """Tick the titles that an application holds, and name the evidence."""

    permission = "evaluation.record_titles"
    form_class = TitlesForm
    title = _("Record titles")
    lead = _(
        "A level of the rules is given only to an application that holds the title. Tick what is proved by a document; "
        "without the title the rules say to which level the application falls."
    )
    success_message = _("The titles are recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        flags = flags_for(self.application)
        if not flags:
            raise Http404
        return super().get_form_kwargs() | {"flags": flags}

    def get_initial(self) -> dict[str, Any]:
        return {"held": [flag.key for flag in flags_for(self.application) if flag.is_held]}

    def deed(self, form: TitlesForm) -> list[HeldTitle]:
        data = form.cleaned_data
        return record_titles(self.application, data["held"], evidence=data["evidence"], by=self.person)

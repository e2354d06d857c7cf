"""The organizer's acceptance check."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import services
from applications.enums import ApplicationStatus
from applications.forms.checking import ReturnForm
from applications.models import Application
from applications.selectors.defects import defects_of
from applications.selectors.dossier import filed_dossier, last_filing
from applications.selectors.intake import intake_of
from applications.selectors.strata import strata_of
from applications.views.loading import ApplicationMixin, RoundMixin
from brandportal.accounts.enums import Category
from brandportal.kit.display import date_text
from brandportal.kit.lists import Filter
from brandportal.kit.sheets import xlsx_response
from brandportal.kit.views import FormPage, ListPage, said


class IntakeListView(RoundMixin, ListPage):
    """All applications of a round that have left the drafter's desk, and how far the check is."""

    permission = "applications.list_applications"
    template_name = "applications/intake_list.html"
    search_fields = ("brand_name", "code", "unit__name_zh", "unit__name_en", "unit__pinyin", "unit__initials")
    sorts = {
        "code": (gettext_lazy("No."), "code"),
        "brand": (gettext_lazy("Brand and unit"), "brand_name,code"),
        "category": (gettext_lazy("Category"), "unit__category,code"),
        "filed": (gettext_lazy("Filed at"), "filed_at,code"),
        "status": (gettext_lazy("State"), "status,code"),
    }
    default_sort = "code"
    filters = (
        (
            "status",
            gettext_lazy("State"),
            [one for one in ApplicationStatus.choices if one[0] != ApplicationStatus.DRAFT],
        ),
        ("category", gettext_lazy("Category"), Category.choices),
    )

    def get_queryset(self) -> QuerySet[Application]:
        self.queryset = (
            Application.objects.visible_to(self.person).of_round(self.round).select_related("unit", "round")
        )
        return super().get_queryset()

    @cached_property
    def active_filters(self) -> list[Filter]:
        """Where the rules have strata, the list is narrowed by them too."""
        strata = [(one.key, one.title) for one in strata_of(self.round)]
        found = super().active_filters
        return [*found, self.active("stratum", _("Division"), strata)] if strata else found

    def filter_category(self, queryset: QuerySet[Application], value: str) -> QuerySet[Application]:
        return queryset.filter(unit__category=value)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intake = intake_of(self.round)
        tabs = [
            ("", _("All"), None),
            (ApplicationStatus.SUBMITTED.value, _("To be checked"), intake.waiting),
            (ApplicationStatus.RETURNED.value, _("Returned for correction"), intake.returned),
            (ApplicationStatus.ACCEPTED.value, _("Accepted"), intake.accepted),
        ]
        context = super().get_context_data(
            intake=intake, tabs=tabs, chosen=self.request.GET.get("status", ""), **kwargs
        )
        titles = {one.key: one.title for one in strata_of(self.round)}
        rows = [(one, titles.get(one.stratum, "")) for one in context["object_list"]]
        return context | {"rows": rows, "has_strata": bool(titles)}


class IntakeSheetView(IntakeListView):
    """The list as it is searched, filtered and sorted, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = [_("No."), _("Brand"), _("Unit"), _("Category"), _("Filed at"), _("Version"), _("State")]
        titles = {one.key: one.title for one in strata_of(self.round)}
        header += [_("Division")] if titles else []
        rows = [self.line(one, titles) for one in self.get_queryset()]
        return xlsx_response(f"{self.round.code}-applications.xlsx", header, rows)

    def line(self, one: Application, strata: dict[str, str]) -> list[str | int]:
        return [
            one.code,
            one.brand_name,
            one.unit.name,
            one.unit.get_category_display(),
            f"{date_text(one.filed_at, 'iso')} {date_text(one.filed_at, 'clock')}" if one.filed_at else "",
            one.filings_count,
            one.get_status_display(),
            *([strata.get(one.stratum, "")] if strata else []),
        ]


class ReturnView(ApplicationMixin, FormPage):
    """Return a filing with one complete list of defects, written beside what was filed."""

    permission = "applications.return_application"
    form_class = ReturnForm
    template_name = "applications/application_return.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"round": self.application.round}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = last_filing(self.application)
        earlier = self.application.returns.order_by("-at").first()
        return super().get_context_data(
            filing=filing,
            dossier=filed_dossier(filing) if filing else None,
            earlier=defects_of(earlier, self.application) if earlier else [],
            why=self.why_not("return"),
            with_contact=True,
            **kwargs,
        )

    def deed(self, form: ReturnForm) -> Application:
        return services.return_application(self.application, form.defects(), by=self.person)

    def get_success_url(self) -> str:
        said(self.request, _("“%(brand)s” is returned to its unit.") % {"brand": self.application})
        return self.application.get_absolute_url()


class AcceptNextView(ApplicationMixin):
    """Accept, and go on to the next filing that waits."""

    permission = "applications.accept_application"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        services.accept_application(self.application, by=self.person)
        said(request, _("“%(brand)s” is accepted.") % {"brand": self.application})
        round = self.application.round
        waiting = round.applications.filter(status=ApplicationStatus.SUBMITTED).select_related("round")
        later = waiting.filter(code__gt=self.application.code).order_by("code").first()
        following = later or waiting.order_by("code").first()
        if following:
            return HttpResponseRedirect(following.get_absolute_url())
        return HttpResponseRedirect(reverse("applications:application-list", args=[round.code]))

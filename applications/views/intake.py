"""The organizer's acceptance check."""

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications import services
from applications.enums import ApplicationStatus
from applications.forms.intake import ReturnForm
from applications.models import Application
from applications.views.loading import ApplicationMixin, RoundMixin
from brandportal.accounts.enums import Category
from brandportal.kit.views import FormPage, ListPage


class IntakeListView(RoundMixin, ListPage):
    permission = "applications.list_applications"
    template_name = "applications/intake_list.html"
    search_fields = ("brand_name", "code", "unit__name_zh", "unit__pinyin", "unit__initials")
    sorts = {
        "code": (_("Number"), "code"),
        "brand": (_("Brand"), "brand_name,code"),
        "unit": (_("Unit"), "unit__sort_key,code"),
        "filed": (_("Filed at"), "last_filed,code"),
        "status": (_("State"), "status,code"),
    }
    default_sort = "code"
    filters = (
        ("status", _("State"), [choice for choice in ApplicationStatus.choices if choice[0] != "draft"]),
        ("category", _("Category"), Category.choices),
    )

    def get_queryset(self) -> QuerySet[Application]:
        self.queryset = (
            Application.objects.visible_to(self.person)
            .of_round(self.round)
            .exclude(status=ApplicationStatus.DRAFT)
            .select_related("unit", "round")
            .annotate(last_filed=Max("filings__filed_at"), versions=Count("filings", distinct=True))
        )
        return super().get_queryset()

    def filter_category(self, queryset: QuerySet[Application], value: str) -> QuerySet[Application]:
        return queryset.filter(unit__category=value)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.round.applications.values_list("status").annotate(n=Count("pk"))
        return super().get_context_data(counts=dict(rows), **kwargs)


class ReturnView(ApplicationMixin, FormPage):
    permission = "applications.return_application"
    form_class = ReturnForm
    template_name = "applications/application_return.html"
    success_message = _("Returned for correction. The unit sees the whole list of defects at its steps.")

    def deed(self, form: ReturnForm) -> Application:
        return services.return_application(self.application, form.defects(), by=self.person)

    def get_success_url(self) -> str:
        return self.application.get_absolute_url()


class AcceptNextView(ApplicationMixin):
    """Accept, and go on to the next filing that waits."""

    permission = "applications.accept_application"

    def post(self, request: Any, **kwargs: str) -> HttpResponseRedirect:
        services.accept_application(self.application, by=self.person)
        waiting = self.application.round.applications.filter(status=ApplicationStatus.SUBMITTED).order_by(
            "code"
        )
        following = waiting.select_related("round").first()
        if following:
            return HttpResponseRedirect(following.get_absolute_url())
        return HttpResponseRedirect(
            reverse("applications:application-list", args=[self.application.round.code])
        )

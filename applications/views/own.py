"""A unit's own applications, and the start of a new one."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from applications import services
from applications.enums import ApplicationStatus
from applications.models import Application, Round
from applications.selectors.steps import step_url
from applications.views.loading import RoundMixin
from brandportal.kit.views import ListPage


class MyApplicationsView(ListPage):
    permission = "applications.list_own_applications"
    template_name = "applications/my_applications.html"
    search_fields = ("brand_name", "code", "round__title_zh")
    sorts = {
        "round": (_("Round"), "round__year,code"),
        "brand": (_("Brand"), "brand_name,code"),
        "status": (_("State"), "status,code"),
    }
    default_sort = "-round"
    filters = (("status", _("State"), ApplicationStatus.choices),)

    def get_queryset(self) -> QuerySet[Application]:
        self.queryset = Application.objects.filter(unit_id=self.person.unit_id or 0).select_related(
            "round", "unit"
        )
        return super().get_queryset()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"open_rounds": Round.objects.filing()}


class StartView(RoundMixin):
    """GET asks, POST begins the draft and leads to its first step."""

    permission = "applications.start_application"

    def get(self, request: HttpRequest, round: str) -> HttpResponse:
        return render(request, "applications/application_start.html", {"round": self.round})

    def post(self, request: HttpRequest, round: str) -> HttpResponse:
        application = services.start_application(self.round, self.person.unit, by=self.person)
        return HttpResponseRedirect(step_url(application, "brand"))

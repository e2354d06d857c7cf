"""A unit's own applications, and the start of a new one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from applications import services
from applications.enums import ApplicationStatus, Step
from applications.models import Application, Round
from applications.selectors.rounds import wanted_of
from applications.selectors.steps import step_url
from applications.views.loading import RoundMixin
from brandportal.kit.views import ListPage, Page


class MyApplicationsView(ListPage):
    """What the unit has filed or is writing, in all rounds."""

    permission = "applications.list_own_applications"
    template_name = "applications/my_applications.html"
    search_fields = ("brand_name", "code", "round__title_zh", "round__title_en")
    sorts = {
        "round": (_("Round"), "round__year,code"),
        "brand": (_("Brand"), "brand_name,code"),
        "status": (_("State"), "status,code"),
    }
    default_sort = "-round"
    filters = (("status", _("State"), ApplicationStatus.choices),)

    def get_queryset(self) -> QuerySet[Application]:
        self.queryset = Application.objects.owned_by(self.person).select_related("round", "unit", "drafter")
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Application.objects.owned_by(self.person).exclude(status=ApplicationStatus.WITHDRAWN)
        rounds = Round.objects.filing().exclude(pk__in=own.values("round_id"))
        may_start = self.person.has_perm("applications.start_application")
        return super().get_context_data(**kwargs) | {"open_rounds": rounds if may_start else []}


class StartView(RoundMixin, Page):
    """GET says what is asked for, POST begins the draft and leads to its first step."""

    permission = "applications.start_application"
    template_name = "applications/application_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wanted=wanted_of(self.round), **kwargs)

    def post(self, request: HttpRequest, round: str) -> HttpResponse:
        application = services.start_application(self.round, self.person.unit, by=self.person)
        return HttpResponseRedirect(step_url(application, Step.UNIT))

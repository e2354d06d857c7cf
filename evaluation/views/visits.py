"""Site visits: the panel records them, the organizer sees which are still to come."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.accounts.models import User
from brandportal.kit.clock import now
from brandportal.kit.errors import StaleState
from brandportal.kit.views import FormPage, ListPage
from evaluation.enums import RaterKind, VisitStatus
from evaluation.forms.desk import VisitForm
from evaluation.lifecycle import review_is_open
from evaluation.models import SiteVisit
from evaluation.selectors.dossier import dossier_of
from evaluation.services.visits import record_visit
from evaluation.views.conflicts import to_declaration
from evaluation.views.rounds import RoundMixin


class VisitListView(RoundMixin, ListPage):
    permission = "evaluation.view_visits"
    template_name = "evaluation/visit_list.html"
    search_fields = ("application__code", "application__brand_name", "application__unit__name_zh", "place")
    sorts = {
        "code": (_("Code"), "application__code"),
        "unit": (_("Unit"), "application__unit__sort_key"),
        "date": (_("Date"), "visited_on,application__code"),
        "status": (_("State"), "status,application__code"),
    }
    default_sort = "code"
    filters = (("status", _("State"), VisitStatus.choices),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return to_declaration(self.person, self.round) or super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SiteVisit]:
        visits = SiteVisit.objects.visible_to(self.request.user).filter(round=self.round)
        self.queryset = visits.select_related("application__unit", "round").prefetch_related(
            Prefetch("members", User.objects.order_by("username"))
        )
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)


class VisitEditView(FormPage):
    """One visit: read by those who oversee the round, written by the panel."""

    permission = "evaluation.view_visit"
    form_class = VisitForm
    template_name = "evaluation/visit_edit.html"
    success_message = _("The site visit is on record.")

    @cached_property
    def visit(self) -> SiteVisit:
        visits = SiteVisit.objects.visible_to(self.request.user)
        return get_object_or_404(
            visits.select_related("application__unit", "application__round", "round", "recorded_by"),
            round__code=self.kwargs["round"],
            application__code=self.kwargs["application"],
        )

    def get_permission_object(self) -> SiteVisit:
        return self.visit

    def permit(self) -> None:
        super().permit()
        if self.request.method == "POST" and not self.person.has_perm("evaluation.record_visit", self.visit):
            raise PermissionDenied

    def panel(self) -> QuerySet[User]:
        places = {
            "rater_places__channel__round": self.visit.round,
            "rater_places__channel__raters": RaterKind.PANEL,
        }
        free = User.objects.filter(**places).exclude(recusals__application=self.visit.application)
        return free.distinct().order_by("username")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.panel()}

    def get_initial(self) -> dict[str, Any]:
        visit = self.visit
        return {
            "revision": visit.revision,
            "visited_on": visit.visited_on,
            "place": visit.place,
            "findings": visit.findings,
            "members": list(visit.members.values_list("pk", flat=True)),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.visit
        return super().get_context_data(
            visit=visit,
            round=visit.round,
            members=visit.members.order_by("username"),
            can_record=self.person.has_perm("evaluation.record_visit", visit),
            why=review_is_open(visit, self.person) or "",
            dossier=dossier_of(visit.application),
            **kwargs,
        )

    def deed(self, form: VisitForm) -> SiteVisit:
        data = form.cleaned_data
        try:
            return record_visit(
                self.visit,
                visited_on=data["visited_on"],
                place=data["place"],
                findings=data["findings"],
                members=list(data["members"]),
                by=self.person,
                revision=data["revision"],
                at=now(),
            )
        except StaleState:
            # What is stored stands above the form, what was typed in it: saving again is then a choice.
            data = QueryDict(self.request.POST.urlencode(), mutable=True)
            data["revision"] = str(SiteVisit.objects.get(pk=self.visit.pk).revision)
            form.data = data
            raise

    def get_success_url(self) -> str:
        return reverse("evaluation:visit-list", args=[self.kwargs["round"]])

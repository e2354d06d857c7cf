"""Site visits: planned by organizer or chair, recorded and signed by the panel, printed for the way."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.accounts.models import User
from brandportal.documents.pdf import render_pdf
from brandportal.documents.responses import pdf_response
from brandportal.kit.clock import now
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.views import FormPage, ListPage, PortalView, add_refusals, said
from evaluation.enums import RaterKind, VisitStatus
from evaluation.forms.desk import ReasonForm
from evaluation.forms.visits import PhotoForm, PlanForm, VisitForm
from evaluation.lifecycle import VISIT, review_is_open
from evaluation.models import SiteVisit, VisitPhoto
from evaluation.selectors.dossier import dossier_of
from evaluation.selectors.visits import (
    checked_lines,
    checklist_of,
    days_of,
    kit_data,
    reopenings_of,
    visit_criterion,
)
from evaluation.services.reopening import reopen_visit
from evaluation.services.visit_plans import plan_visit
from evaluation.services.visit_signing import add_photo, remove_photo, sign_visit, why_not_signed
from evaluation.services.visits import record_visit
from evaluation.views.conflicts import to_declaration
from evaluation.views.rounds import RoundMixin

KIT = "evaluation/visit_kit.typ"


class VisitListView(RoundMixin, ListPage):
    """The plan by day, and every visit with its state."""

    permission = "evaluation.view_visits"
    template_name = "evaluation/visit_list.html"
    search_fields = ("application__code", "application__brand_name", "application__unit__name_zh", "place")
    sorts = {
        "code": (_("Code"), "application__code"),
        "unit": (_("Unit"), "application__unit__sort_key"),
        "day": (_("Planned"), "planned_on,stop,application__code"),
        "date": (_("Visited"), "visited_on,application__code"),
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
        days = days_of(self.round, self.person)
        return super().get_context_data(round=self.round, days=days, **kwargs)


class VisitKitView(RoundMixin):
    """The plan of a day, or of all, with checklists and room for notes, to take along on paper."""

    permission = "evaluation.view_visits"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if first := to_declaration(self.person, self.round):
            return first
        asked = request.GET.get("day", "")
        days = [day for day in days_of(self.round, self.person) if not asked or day.day.isoformat() == asked]
        if not days:
            raise Http404
        name = f"实地验收资料-{self.round.code}{'-' + asked if asked else ''}"
        return pdf_response(name, render_pdf(KIT, kit_data(self.round, days)))


class VisitMixin(PortalView):
    """Pages of one visit, among those the person may see."""

    permission = "evaluation.view_visit"

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

    def panel(self) -> QuerySet[User]:
        places = {
            "rater_places__channel__round": self.visit.round,
            "rater_places__channel__raters": RaterKind.PANEL,
        }
        free = User.objects.filter(**places).exclude(recusals__application=self.visit.application)
        return free.distinct().order_by("username")


class VisitPlanView(VisitMixin, FormPage):
    """Day, time, order and team of one visit."""

    permission = "evaluation.plan_visit"
    form_class = PlanForm
    template_name = "evaluation/visit_plan.html"
    success_message = _("The site visit is planned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.panel()}

    def get_initial(self) -> dict[str, Any]:
        visit = self.visit
        return {
            "day": visit.planned_on,
            "hour": f"{visit.planned_at:%H:%M}" if visit.planned_at else "",
            "stop": visit.stop,
            "team": list(visit.team.values_list("pk", flat=True)),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            visit=self.visit,
            round=self.visit.round,
            days=days_of(self.visit.round, self.person),
            why=review_is_open(self.visit, self.person) or "",
            **kwargs,
        )

    def deed(self, form: PlanForm) -> SiteVisit:
        data = form.cleaned_data
        return plan_visit(
            self.visit,
            day=data["day"],
            hour=data["hour"],
            stop=data["stop"],
            team=list(data["team"]),
            by=self.person,
            at=now(),
        )

    def get_success_url(self) -> str:
        return reverse("evaluation:visit-list", args=[self.kwargs["round"]])


class VisitEditView(VisitMixin, FormPage):
    """One visit: read by those who oversee the round, written and signed by the panel."""

    form_class = VisitForm
    template_name = "evaluation/visit_edit.html"
    success_message = _("The site visit is on record. It is closed when two of those present have signed.")

    def permit(self) -> None:
        super().permit()
        if self.request.method == "POST" and not self.person.has_perm("evaluation.record_visit", self.visit):
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        checklist = checklist_of(self.visit.round)
        return super().get_form_kwargs() | {"people": self.panel(), "checklist": checklist}

    def get_initial(self) -> dict[str, Any]:
        visit = self.visit
        present = visit.members if visit.is_recorded else visit.team
        answers = {f"seen-{row['key']}": row["seen"] for row in visit.checks}
        answers |= {f"note-{row['key']}": row["note"] for row in visit.checks}
        return answers | {
            "revision": visit.revision,
            "visited_on": visit.visited_on or visit.planned_on,
            "place": visit.place,
            "findings": visit.findings,
            "members": list(present.values_list("pk", flat=True)),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.visit
        context = {
            "visit": visit,
            "round": visit.round,
            "members": visit.members.order_by("username"),
            "team": visit.team.order_by("username"),
            "checked": checked_lines(visit),
            "criterion": visit_criterion(visit.round),
            "signatures": list(visit.signatures.select_related("user")),
            "photos": list(visit.photos.select_related("file", "thumb")),
            "photo_form": PhotoForm(),
            "can_record": self.person.has_perm("evaluation.record_visit", visit),
            "why": review_is_open(visit, self.person) or "",
            "reopenings": reopenings_of(visit),
            "offers": VISIT.offers(visit, self.person),
            "why_sign": why_not_signed(visit, self.person),
            "dossier": dossier_of(visit.application),
        }
        return super().get_context_data(**(context | kwargs))

    def deed(self, form: VisitForm) -> SiteVisit:
        data = form.cleaned_data
        try:
            return record_visit(
                self.visit,
                visited_on=data["visited_on"],
                place=data["place"],
                findings=data["findings"],
                members=list(data["members"]),
                checks=form.checks,
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
        return self.visit.get_absolute_url()


class VisitReopenView(VisitMixin, FormPage):
    """Open a closed record again, with a reason."""

    permission = "evaluation.reopen_visit"
    form_class = ReasonForm
    template_name = "evaluation/visit_reopen.html"
    success_message = _("The record is open again. It is closed when two of those present have signed anew.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = VISIT.why_not(self.visit, "reopen", self.person) or ""
        return super().get_context_data(visit=self.visit, round=self.visit.round, why=why, **kwargs)

    def deed(self, form: ReasonForm) -> SiteVisit:
        return reopen_visit(self.visit, reason=form.cleaned_data["reason"], by=self.person, at=now())

    def get_success_url(self) -> str:
        return self.visit.get_absolute_url()


class VisitSignView(VisitMixin):
    """The signature of one who was there, under the record as they read it."""

    permission = "evaluation.record_visit"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        asked = request.POST.get("revision", "")
        revision = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
        signed = sign_visit(self.visit, by=self.person, revision=revision, at=now())
        said(
            request,
            _("You have signed. The record is closed.")
            if signed.is_signed
            else _("You have signed. One more member who was there signs to close the record."),
        )
        return HttpResponseRedirect(self.visit.get_absolute_url())


class VisitPhotoAddView(VisitEditView):
    """Add a photograph; a refusal comes back onto the page of the visit with what was typed."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid() and self.kept(form):
            said(request, _("The photograph is added."))
            return HttpResponseRedirect(self.visit.get_absolute_url() + "#photos")
        blank = VisitForm(initial=self.get_initial(), **self.parts())
        return self.render_to_response(self.get_context_data(form=blank, photo_form=form))

    def parts(self) -> dict[str, Any]:
        return {"people": self.panel(), "checklist": checklist_of(self.visit.round)}

    def kept(self, form: PhotoForm) -> bool:
        try:
            data = form.cleaned_data
            add_photo(self.visit, title=data["title"], upload=data["file"], by=self.person, at=now())
        except DomainError as error:
            add_refusals(form, error)
            return False
        return True


class VisitPhotoRemoveView(VisitMixin):
    """Take a photograph out of an open record."""

    permission = "evaluation.record_visit"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        photos = VisitPhoto.objects.filter(visit=self.visit).select_related("visit__round", "file", "thumb")
        remove_photo(get_object_or_404(photos, file__key=self.kwargs["key"]), by=self.person, at=now())
        said(request, _("The photograph is removed."))
        return HttpResponseRedirect(self.visit.get_absolute_url() + "#photos")

"""Rosters: hand a file in, see what it would do, take it over."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from brandportal.accounts.enums import Category, Role, RosterKind
from brandportal.accounts.forms import RosterForm
from brandportal.accounts.models import Roster
from brandportal.accounts.rosters import services
from brandportal.accounts.rosters.columns import COLUMNS
from brandportal.kit.sheets import csv_response, xlsx_response
from brandportal.kit.views import FormPage, Page, PortalView
from brandportal.kit.views import said as say

PREVIEW = 20


class RosterUploadView(FormPage):
    """Choose the file; beside it, what its columns are."""

    permission = "accounts.apply_roster"
    form_class = RosterForm
    template_name = "accounts/roster_upload.html"
    kind: ClassVar[RosterKind] = RosterKind.UNITS

    def deed(self, form: RosterForm) -> Roster:
        return services.keep_roster(form.cleaned_data["file"], self.kind, by=self.person)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rosters = Roster.objects.visible_to(self.person).filter(kind=self.kind)
        return super().get_context_data(
            kind=self.kind,
            columns=COLUMNS[self.kind],
            choices=Category.labels if self.kind == RosterKind.UNITS else Role.labels,
            waiting=rosters.filter(applied_at=None),
            applied=rosters.exclude(applied_at=None)[:5],
            **kwargs,
        )


class RosterTemplateView(PortalView):
    """An empty file with the right header."""

    permission = "accounts.apply_roster"

    def get(self, request: HttpRequest, kind: str, form: str) -> HttpResponse:
        if kind not in RosterKind.values or form not in {"csv", "xlsx"}:
            raise Http404
        header = [column.title for column in COLUMNS[RosterKind(kind)]]
        write = csv_response if form == "csv" else xlsx_response
        return write(f"{kind}.{form}", header, [])


class _OneRoster(PortalView):
    permission = "accounts.apply_roster"

    def get_object(self) -> Roster:
        return get_object_or_404(Roster.objects.visible_to(self.person), code=self.kwargs["code"])


class RosterDetailView(_OneRoster, Page):
    """The check: what would be taken over, and every fault with its row and column."""

    template_name = "accounts/roster_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roster = self.get_object()
        run = services.dry_run(roster)
        return super().get_context_data(
            roster=roster,
            run=run,
            lines=run.fresh[:PREVIEW],
            rest=len(run.fresh[PREVIEW:]),
            upload_url=reverse(f"accounts:roster-{roster.kind}"),
            **kwargs,
        )


class RosterApplyView(_OneRoster):
    """Take the file over; the first passwords are on the answer and nowhere else."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        roster = self.get_object()
        made = services.apply_roster(roster, by=self.person)
        if not made:
            say(request, services.said(roster))
            return HttpResponseRedirect(reverse("accounts:unit-list"))
        response = render(request, "accounts/roster_passwords.html", {"made": made, "roster": roster})
        response["Cache-Control"] = "private, no-store"
        return response


class RosterDropView(_OneRoster):
    """Forget a file that is not wanted."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        roster = self.get_object()
        services.drop_roster(roster)
        return HttpResponseRedirect(reverse(f"accounts:roster-{roster.kind}"))

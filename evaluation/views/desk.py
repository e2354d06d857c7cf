"""The rater's desk: places, queue, and signing everything at once."""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brandportal.kit.clock import now
from brandportal.kit.views import ListPage, Page, PortalView, said
from evaluation.enums import SheetStatus
from evaluation.models import Rater, ScoreSheet
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.conflicts import Found, found_conflicts, must_declare
from evaluation.selectors.desk import TO_COUNT, places_of, progress_of, queue_of, sheets_of
from evaluation.services.sheets import open_sheets, sign_sheets, why_unsigned
from evaluation.views.conflicts import to_declaration

STATES = (
    ("todo", _("Not scored in full")),
    ("done", _("Scored, not signed")),
    ("signed", _("Signed")),
    ("recused", _("Recused")),
    ("flagged", _("To look at again")),
)


class DeskHomeView(Page):
    """All places of a person; where there is one only, it still shows its round and progress."""

    permission = "evaluation.view_desk"
    template_name = "evaluation/desk_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(places=places_of(self.person), **kwargs)


class PlaceMixin(PortalView):
    """Pages of one's own place in a channel; anybody else's is not there."""

    @property
    def rater(self) -> Rater:
        if not hasattr(self, "_rater"):
            places = Rater.objects.filter(user=self.person)
            self._rater = get_object_or_404(
                places.select_related("channel__stage__round", "channel__round", "user__unit"),
                channel__round__code=self.kwargs["round"],
                channel__key=self.kwargs["channel"],
            )
        return self._rater

    def get_permission_object(self) -> Any:
        return self.rater


def to_form(rater: Rater, name: str) -> HttpResponseRedirect | None:
    """Where one form spans all entries, its own pages stand in for those of single sheets."""
    if not rater.channel.is_wide:
        return None
    return HttpResponseRedirect(reverse(f"evaluation:{name}", args=[rater.round_code, rater.channel.key]))


class DeskListView(PlaceMixin, ListPage):
    """The queue: every application of the stage with the state of one's own sheet."""

    permission = "evaluation.sign_place"
    template_name = "evaluation/desk_list.html"
    search_fields = (
        "application__code",
        "application__brand_name",
        "application__unit__name_zh",
        "application__unit__name_en",
        "application__unit__pinyin",
        "application__unit__initials",
    )
    sorts = {
        "code": (_("Code"), "application__code"),
        "brand": (_("Brand"), "application__brand_name"),
        "unit": (_("Unit"), "application__unit__sort_key"),
        "state": (_("State"), "place,application__code"),
    }
    default_sort = "code"
    filters = (("state", _("State"), STATES),)
    paginate_by = 60

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return to_form(self.rater, "form-edit") or super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ScoreSheet]:
        self.queryset = sheets_of(self.rater).annotate(
            place=Case(
                When(status=SheetStatus.RECUSED, then=Value(4)),
                When(status=SheetStatus.SIGNED, then=Value(3)),
                When(ScoreSheet.FULL, then=Value(2)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        return super().get_queryset()

    def filter_state(self, queryset: QuerySet[ScoreSheet], value: str) -> QuerySet[ScoreSheet]:
        return queryset.filter(
            {
                "todo": Q(place=1),
                "done": Q(place=2),
                "signed": Q(place=3),
                "recused": Q(place=4),
                "flagged": Q(is_flagged=True),
            }[value]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        channel = self.rater.channel
        sheets = list(ScoreSheet.objects.filter(rater=self.rater).only(*TO_COUNT))
        return context | {
            "rows": queue_of(context["page_obj"].object_list, list(channel.criteria.all())),
            "progress": progress_of(sheets),
            "rater": self.rater,
            "group": channel.group_title(self.rater.group),
            "channel": channel,
            "round": channel.round,
            "closes": closing_day(channel.stage),
            "must_declare": must_declare(self.person, channel.round),
            "conflicts": self.conflicts(),
        }

    def conflicts(self) -> list[Found]:
        """Ties that the portal found with applications on this desk, for their rater to know."""
        return [one for one in found_conflicts(self.rater.channel.round, self.person) if one.waits]


class SheetSignView(PlaceMixin, PortalView):
    """Everything on one page before it is signed; what is missing is listed with the way to it."""

    permission = "evaluation.sign_place"
    template_name = "evaluation/sheet_sign.html"

    def post(self, request: HttpRequest, round: str, channel: str) -> HttpResponse:
        if aim := to_form(self.rater, "form-sign"):
            return aim
        count = sign_sheets(self.rater, by=self.person, at=now())
        said(
            request,
            ngettext("%(count)d sheet is signed.", "%(count)d sheets are signed.", count) % {"count": count},
        )
        return HttpResponseRedirect(reverse("evaluation:desk-list", args=[round, channel]))

    def get(self, request: HttpRequest, round: str, channel: str) -> HttpResponse:
        rater = self.rater
        if aim := to_form(rater, "form-sign"):
            return aim
        if first := to_declaration(self.person, rater.channel.round):
            return first
        rows = queue_of(sheets_of(rater), list(rater.channel.criteria.all()))
        reasons = {sheet.pk: why_unsigned(sheet) for sheet in open_sheets(rater)}
        missing = [(row, reasons[row.sheet.pk]) for row in rows if reasons.get(row.sheet.pk)]
        context = {
            "rater": rater,
            "channel": rater.channel,
            "round": rater.channel.round,
            "rows": rows,
            "missing": missing,
            "progress": progress_of([row.sheet for row in rows]),
            "rejected": sum(row.sheet.rejects for row in rows if not row.sheet.is_recused),
            "closes": closing_day(rater.channel.stage),
        }
        return render(request, self.template_name, context)

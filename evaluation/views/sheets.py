"""One score sheet beside the dossier it judges; saved as it goes, with or without a script."""

from typing import Any, NoReturn

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from brandportal.kit.autosave import fragment
from brandportal.kit.clock import now
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState, each_error
from brandportal.kit.views import PortalView
from evaluation.models import Criterion, ScoreSheet, SiteVisit
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.desk import (
    Line,
    Row,
    lines_of,
    neighbours,
    next_to_do,
    progress_of,
    queue_of,
    sheets_of,
)
from evaluation.selectors.dossier import dossier_of
from evaluation.selectors.sheet_words import answer_title, full_marks_of, points_of, total_of
from evaluation.selectors.whole_forms import rule_of
from evaluation.services.sheets import note_refused_score, save_sheet
from evaluation.views.conflicts import to_declaration

LONGEST_TYPED = 60  # as long as a key of the rules, which an answer may be


class SheetEditView(PortalView):
    """Read the dossier, score the criteria. Everybody's sheets but one's own are not there."""

    permission = "evaluation.view_sheet"
    template_name = "evaluation/sheet_edit.html"
    state_template = "evaluation/_sheet_state.html"

    @cached_property
    def sheet(self) -> ScoreSheet:
        own = ScoreSheet.objects.filter(rater__user=self.person)
        sheet: ScoreSheet = get_object_or_404(
            own.select_related("channel__stage", "channel__round", "rater", "application"),
            channel__round__code=self.kwargs["round"],
            channel__key=self.kwargs["channel"],
            application__code=self.kwargs["application"],
        )
        self.join(sheet)
        if sheet.channel.is_wide:
            raise Http404
        if sheet.is_recused:
            self.turn_away(sheet)
        return sheet

    def join(self, sheet: ScoreSheet) -> None:
        """One round, one channel, one person for all that belongs to the sheet: a save asks for each of them once."""
        channel = sheet.channel
        channel.stage.round = sheet.application.round = channel.round
        sheet.rater.channel, sheet.rater.user = channel, self.person

    def turn_away(self, sheet: ScoreSheet) -> NoReturn:
        """To the recused the sheet is not there; that they tried to score it stays on record."""
        if self.request.method == "POST":
            note_refused_score(sheet, by=self.person)
        raise Http404

    @cached_property
    def criteria(self) -> list[Criterion]:
        """The lines of the sheet, read once for the page and for the service."""
        channel = self.sheet.channel
        prefetch_related_objects([channel], Prefetch("criteria", Criterion.objects.order_by("position")))
        return list(channel.criteria.all())

    @cached_property
    def rows(self) -> list[Row]:
        return queue_of(sheets_of(self.sheet.rater), self.criteria)

    def get_permission_object(self) -> ScoreSheet:
        return self.sheet

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if first := to_declaration(self.person, self.sheet.channel.round):
            return first
        return render(request, self.template_name, self.context())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        typed = self.typed()
        try:
            self.save(typed)
        except StaleState as error:
            return self.conflict(typed, error)
        except NotAllowed:
            raise
        except DomainError as error:
            return self.refused(typed, error)
        if request.headers.get("HX-Request"):
            return self.state({"state": "saved"})
        return HttpResponseRedirect(self.onward())

    def typed(self) -> dict[str, str]:
        """What was typed. Writing over another version, an empty field takes nothing away that is stored there."""
        post = self.request.POST
        keys = [criterion.key for criterion in self.criteria if criterion.key in post]
        typed = {key: post[key][:LONGEST_TYPED] for key in keys}
        return (
            {key: value for key, value in typed.items() if value.strip()} if "sheet.over" in post else typed
        )

    def save(self, typed: dict[str, str]) -> None:
        """Keep what is sound even where another field is doubtful: nothing that was typed waits for it."""
        try:
            self.save_fields(typed)
        except InputErrors as error:
            doubtful = {one.field for one in error.errors}
            sound = {key: value for key, value in typed.items() if key not in doubtful}
            self.save_fields(sound, with_remark=False)
            raise

    def save_fields(self, typed: dict[str, str], *, with_remark: bool = True) -> None:
        post = self.request.POST
        save_sheet(
            self.sheet,
            typed,
            by=self.person,
            revision=self.revision,
            remark=post.get("sheet.remark") if with_remark else None,
            source=post.get("sheet.source") if with_remark else None,
            flagged=post.get("sheet.flag") == "1" if "sheet.flag" in post else None,
            at=now(),
        )

    @property
    def revision(self) -> int:
        """The revision that the page was opened with, or the one it was told to write over after a conflict."""
        asked = self.request.POST.get("sheet.over") or self.request.POST.get("sheet.revision", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1

    def onward(self) -> str:
        """Where the pressed button leads: the next sheet to do, the next in order, the one before, or here again."""
        go, sheet = self.request.POST.get("go", ""), self.sheet
        before, after = neighbours(self.rows, sheet)
        aims = {"next": next_to_do(self.rows, sheet) or after, "after": after, "before": before}
        row = aims.get(go)
        if row is not None:
            return row.sheet.get_absolute_url()
        place = [sheet.channel.round.code, sheet.channel.key]
        return reverse("evaluation:sheet-sign", args=place) if go == "next" else sheet.get_absolute_url()

    def refused(self, typed: dict[str, str], error: DomainError) -> HttpResponse:
        errors = each_error(error)
        by_field: dict[str, list[str]] = {}
        for one in errors:
            by_field.setdefault(one.field or "", []).append(str(one))
        extra = {"errors": errors, "state": "refused"}
        if self.request.headers.get("HX-Request"):
            return self.state(extra, status=422)
        return render(self.request, self.template_name, self.context(typed, by_field) | extra, status=422)

    def conflict(self, typed: dict[str, str], error: StaleState) -> HttpResponse:
        """Show both versions side by side; nothing is written until the rater has chosen."""
        opened = self.request.POST.get("sheet.revision", "")
        self.sheet.refresh_from_db()
        stored = dict(zip([criterion.key for criterion in self.criteria], self.sheet.values, strict=True))
        both = [
            (line.title, shown(line, typed.get(line.key, stored[line.key])), shown(line, stored[line.key]))
            for line in self.criteria
        ]
        extra = {
            "errors": [error],
            "state": "conflict",
            "both": both,
            "opened": opened,
            "can_write": self.sheet.is_open,
            "typed_source": self.request.POST.get("sheet.source", self.sheet.source),
            "typed_remark": self.request.POST.get("sheet.remark", self.sheet.remark),
        }
        if self.request.headers.get("HX-Request"):
            return self.state(extra, status=409)
        return render(self.request, self.template_name, self.context(typed) | extra, status=409)

    def state(self, extra: dict[str, Any], status: int = 200) -> HttpResponse:
        return fragment(self.state_template, {"sheet": self.sheet} | extra | self.sums(), status)

    def sums(self) -> dict[str, Any]:
        values = self.sheet.values
        return {
            "total": total_of(points_of(self.criteria, values)) if full_marks_of(self.criteria) else "",
            "missing": 0 if self.sheet.rejects else values.count(""),
            "values": dict(zip([criterion.key for criterion in self.criteria], values, strict=True)),
        }

    def context(
        self, typed: dict[str, str] | None = None, errors: dict[str, list[str]] | None = None
    ) -> dict[str, Any]:
        sheet = self.sheet
        before, after = neighbours(self.rows, sheet)
        lines = lines_of(sheet, self.criteria, typed, errors)
        return {
            "sheet": sheet,
            "channel": sheet.channel,
            "round": sheet.channel.round,
            "dossier": dossier_of(sheet.application),
            "lines": lines,
            "rows": self.rows,
            "progress": progress_of([row.sheet for row in self.rows]),
            "before": before,
            "after": after,
            "full": full_marks_of(self.criteria),
            **self.whole(lines[-1]),
            "closes": closing_day(sheet.channel.stage),
            "source": self.request.POST.get("sheet.source", sheet.source),
            "remark": self.request.POST.get("sheet.remark", sheet.remark),
            "visit": self.visit(),
            "opened": str(sheet.revision),
            "why": why_locked(sheet),
        } | self.sums()

    def whole(self, last: Line) -> dict[str, Any]:
        """A last answer on the sheet as a whole: its line, whether it rejects, and whether such sheets count, as 0."""
        overall = rule_of(self.sheet.channel).overall
        if last.rejects is None or overall is None:
            return {}
        return {"whole": last, "rejects": last.rejects.is_chosen, "in_base": overall.in_base}

    def visit(self) -> SiteVisit | None:
        visits = SiteVisit.objects.visible_to(self.request.user)
        return visits.filter(application=self.sheet.application).first()


def shown(criterion: Criterion, value: str) -> str:
    return answer_title(criterion, value) if criterion.choices and value else value


def why_locked(sheet: ScoreSheet) -> str:
    """Return why the sheet cannot be changed, "" while it can."""
    if not sheet.is_open:
        return _("This sheet is signed. The organizer can give it back to you with a reason.")
    if not sheet.channel.stage.is_open:
        return _("The stage is not open for rating. Sheets stay as they are.")
    return ""

"""The desk of a form that spans entries: the list to pick from or to rank, the dossiers, and the signing of the whole."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.kit.autosave import fragment
from brandportal.kit.clock import now
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState, each_error
from brandportal.kit.text import squash
from brandportal.kit.views import said
from evaluation.enums import SheetStatus
from evaluation.models import Rater, ScoreSheet
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.dossier import dossier_of
from evaluation.selectors.form_desk import OFF, ON, WholeForm, differences, form_of, moved
from evaluation.services.sheets import note_refused_score, sign_sheets
from evaluation.services.whole_forms import OFF_FORM, save_form
from evaluation.views.conflicts import to_declaration
from evaluation.views.desk import PlaceMixin

LONGEST_TYPED, LONGEST_QUERY = 40, 100
STEPS = {"up": -1, "down": 1}


class WholeFormMixin(PlaceMixin):
    """Pages of one's own form; where each entry has a sheet of its own they are not there."""

    permission = "evaluation.sign_place"

    @property
    def rater(self) -> Rater:
        rater = super().rater
        if not rater.channel.is_wide:
            raise Http404
        return rater

    def place(self, name: str) -> str:
        return reverse(f"evaluation:{name}", args=[self.kwargs["round"], self.kwargs["channel"]])

    def context(self, form: WholeForm) -> dict[str, Any]:
        channel = self.rater.channel
        return {
            "form": form,
            "rater": self.rater,
            "channel": channel,
            "round": channel.round,
            "closes": closing_day(channel.stage),
            "why": why_locked(form),
        }


class FormEditView(WholeFormMixin):
    """All entries on one page; saved as it goes, with or without a script. Whoever signs signs the whole."""

    template_name = "evaluation/form_edit.html"
    state_template = "evaluation/_form_state.html"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        if first := to_declaration(self.person, self.rater.channel.round):
            return first
        return self.page(form_of(self.rater))

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        typed = self.typed()
        try:
            self.save(typed | self.move(typed))
        except StaleState as error:
            return self.refused(typed, error, "conflict", 409)
        except NotAllowed:
            raise
        except DomainError as error:
            if error.code == OFF_FORM:
                self.note_recused(typed)
            return self.refused(typed, error, "refused", 422)
        if request.headers.get("HX-Request"):
            return fragment(self.state_template, {"form": form_of(self.rater), "state": "saved"})
        return HttpResponseRedirect(self.onward())

    def typed(self) -> dict[str, str]:
        """What the page says of the entries that stood on it; of a list that was narrowed the others stay as they are.

        One field names them all: Django takes a thousand fields at most.
        """
        post = self.request.POST
        codes = [code[:LONGEST_TYPED] for code in post.get("entries", "").split()]
        if self.rater.channel.is_picks:
            picked = set(post.getlist("pick"))
            return {code: "1" if code in picked else "" for code in codes}
        return {code: post.get(f"place.{code}", "")[:LONGEST_TYPED] for code in codes}

    def move(self, typed: dict[str, str]) -> dict[str, str]:
        """What a pressed up or down changes; a code that is not on the form moves nothing."""
        word, _colon, code = self.request.POST.get("move", "").partition(":")
        form = form_of(self.rater, typed)
        if word not in STEPS or form.is_picks or form.part_of(code) is None:
            return {}
        places = {part.application.code: part.value for part in form.parts}
        return moved(list(places), places, code, STEPS[word])

    def save(self, typed: dict[str, str]) -> None:
        """Keep what is sound even where another line is doubtful: nothing that was typed waits for it."""
        post = self.request.POST
        mark = post.get("form.over") or post.get("form.mark", "")
        try:
            save_form(self.rater, typed, by=self.person, mark=mark, at=now())
        except InputErrors as error:
            doubtful = {one.field for one in error.errors}
            sound = {code: value for code, value in typed.items() if code not in doubtful}
            save_form(self.rater, sound, by=self.person, mark=mark, at=now())
            raise

    def note_recused(self, typed: dict[str, str]) -> None:
        """That somebody tried to judge an entry that they are recused from stays on record."""
        tried = {code for code, value in typed.items() if value}
        sheets = ScoreSheet.objects.filter(rater=self.rater, status=SheetStatus.RECUSED)
        for sheet in sheets.select_related("channel__round", "rater__channel__round", "application"):
            if sheet.application.code in tried:
                note_refused_score(sheet, by=self.person)

    def onward(self) -> str:
        """Where the pressed button leads: to the signing, back to the dossier, or here again, as it was narrowed."""
        post = self.request.POST
        if post.get("go") == "sign":
            return self.place("form-sign")
        if post.get("go") == "dossier" and (part := form_of(self.rater).part_of(post.get("entries", ""))):
            return part.sheet.get_absolute_url()
        code = post.get("move", "").partition(":")[2]
        query = urlencode({name: value for name, value in self.narrowing().items() if value})
        anchor = f"#id_{code}" if code.isascii() and code.isalnum() else ""
        return f"{self.place('form-edit')}{'?' if query else ''}{query}{anchor}"

    def narrowing(self) -> dict[str, str]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        show = asked.get("show", "")
        query = squash(asked.get("q", ""))[:LONGEST_QUERY].replace("\x00", "")
        return {"q": query, "show": show if show in {ON, OFF} else ""}

    def refused(self, typed: dict[str, str], error: DomainError, state: str, status: int) -> HttpResponse:
        """Nothing is lost: the page as it was typed, and beside a conflict what is stored."""
        by_code: dict[str, list[str]] = {}
        for one in each_error(error):
            by_code.setdefault(one.field or "", []).append(str(one))
        form = form_of(self.rater, typed, by_code)
        extra = {
            "errors": each_error(error),
            "state": state,
            "both": differences(form) if state == "conflict" else [],
            "opened": self.request.POST.get("form.mark", "") if state == "conflict" else form.mark,
        }
        if self.request.headers.get("HX-Request"):
            return fragment(self.state_template, {"form": form} | extra, status)
        return self.page(form, status=status, **extra)

    def page(self, form: WholeForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        # What was refused is shown whole, so that no line that was typed hides behind a search.
        narrowing = {"q": "", "show": ""} if extra else self.narrowing()
        parts = [part for part in form.parts if part.answers_to(narrowing["q"], narrowing["show"])]
        context = self.context(form) | {"parts": parts, "narrowed": any(narrowing.values())} | narrowing
        return render(self.request, self.template_name, context | extra, status=status)


class FormDossierView(WholeFormMixin):
    """One entry's dossier with the place to pick or rank it; a recused one is not there."""

    template_name = "evaluation/form_dossier.html"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        if first := to_declaration(self.person, self.rater.channel.round):
            return first
        form = form_of(self.rater)
        part = form.part_of(self.kwargs["application"])
        if part is None:
            raise Http404
        at = form.parts.index(part)
        context = self.context(form) | {
            "part": part,
            "dossier": dossier_of(part.application),
            "before": form.parts[at - 1] if at else None,
            "after": form.parts[at + 1] if at + 1 < len(form.parts) else None,
        }
        return render(request, self.template_name, context)


class FormSignView(WholeFormMixin):
    """The form as it will count, then one signature for all of it; a blank one only on the rater's word."""

    template_name = "evaluation/form_sign.html"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        if first := to_declaration(self.person, self.rater.channel.round):
            return first
        return self.page()

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        post = request.POST
        try:
            sign_sheets(
                self.rater,
                by=self.person,
                at=now(),
                mark=post.get("form.mark", "?"),
                is_blank="blank" in post,
            )
        except NotAllowed:
            raise
        except DomainError as error:
            if error.code == "nothing":  # pressed twice
                return HttpResponseRedirect(self.place("form-edit"))
            return self.page(errors=each_error(error), status=409 if isinstance(error, StaleState) else 422)
        said(request, _("Your form is signed."))
        return HttpResponseRedirect(self.place("form-edit"))

    def page(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        form = form_of(self.rater)
        shown = [part for part in form.parts if part.value] if form.is_picks else form.parts
        context = self.context(form) | {"shown": shown, "blank": "blank" in self.request.POST} | extra
        return render(self.request, self.template_name, context, status=status)


def why_locked(form: WholeForm) -> str:
    """Return why the form cannot be changed, "" while it can."""
    if form.is_signed:
        return _("This form is signed. The organizer can give it back to you with a reason.")
    if not form.rater.channel.stage.is_open:
        return _("The stage is not open for rating. Forms stay as they are.")
    return ""

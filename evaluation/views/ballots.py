"""The clients' pages: enter a code, rate a brand, keep a receipt, look it up."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications.enums import ENTERED, RoundStatus
from applications.models import Application, Round
from brandportal.kit.errors import DomainError, each_error
from brandportal.kit.memo import Memo
from brandportal.kit.throttle import told_to_wait
from evaluation import tokens
from evaluation.forms.ballots import Filled, groups_of, lines_of, ranks_of, read_ballot
from evaluation.selectors.ballots import ballot_channels
from evaluation.selectors.box_addresses import ALL
from evaluation.services import casting
from evaluation.services.papers import (
    BLANK,
    PICKS,
    EntryPaper,
    Paper,
    PicksPaper,
    RankingPaper,
    ballot_paper,
)
from evaluation.services.receipts import Verdict, channel_of, look_up
from evaluation.views.clients import PUBLIC, UNKEPT, ClientView
from evaluation.views.wrong_codes import WRONG_CODES, sentence_of

NOTHING = Filled("", "")
KEPT = Memo(seconds=30, most=1000)
NO_RECEIPT = "0000-RECEIPT-0000"
UNUSABLE, UNCLEAR = 409, 422


class ReceiptPage(HttpResponse):
    """The answer to a ballot that lies in the box: but for the receipt the same for all on the paper kept as `of`."""

    def __init__(self, page: str, receipt: str, of: Hashable) -> None:
        super().__init__(page.replace(NO_RECEIPT, receipt))
        self.receipt, self.of = receipt, of


class BallotView(ClientView):
    """One ballot: the blank page is the same bytes for every voter, whatever they hold."""

    @cached_property
    def paper(self) -> Paper:
        """The ballot as it stood up to half a minute ago; whether it can be cast the box asks the rows as they are."""
        paper: Paper = self.kept("paper", self.found_paper, *self.place)
        return paper

    @property
    def place(self) -> tuple[str, str]:
        """Channel and application as the address names them; a round with one channel by code need not name it."""
        return self.kwargs.get("channel", ""), self.kwargs["application"]

    def found_paper(self) -> Paper:
        key, place = self.place
        round = get_object_or_404(Round.objects.exclude(status=RoundStatus.DRAFT), code=self.kwargs["round"])
        channels = ballot_channels(round)
        named = [one for one in channels if one.key == key] if key else channels
        if len(named) != 1 or named[0].is_wide != (place == ALL):
            raise Http404(_("No ballot by code"))
        found = Application.objects.filter(status__in=ENTERED, round=round).select_related("round", "unit")
        application = None if place == ALL else get_object_or_404(found, code=place)
        return ballot_paper(named[0], application)

    def kept(self, what: str, make: Callable[[], Any], *more: str) -> Any:
        """Return what `make` makes, the same for every voter of this round, language and type size for a while."""
        return KEPT.get(self.key(what, *more), make)

    def key(self, what: str, *more: str) -> tuple[Any, ...]:
        return (what, *more, *self.readers)

    @cached_property
    def readers(self) -> tuple[Any, ...]:
        """All that one page for many is the same for."""
        return self.kwargs["round"], self.language, self.elder, self.request.get_host()

    def sheet(
        self,
        paper: Paper,
        filled: Filled = NOTHING,
        faults: Mapping[str, str] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Return what the ballot page shows of `paper` as filled in; `faults` by field name."""
        faults = faults or {}
        return {
            "paper": paper,
            "round": paper.channel.round,
            "code": filled.code,
            "code_fault": faults.get("code", ""),
            "receipt": tokens.normalise(filled.receipt),
            "shown_receipt": tokens.show_receipt(tokens.normalise(filled.receipt)),
            "fault": faults.get("", ""),
            "is_complete": not faults_of(paper.read, filled.given(paper)),
            **questions_shown(paper, filled, faults),
            **more,
        }

    def show_sheet(self, paper: Paper, shown: dict[str, Any], status: int = 200) -> HttpResponse:
        return self.show(page_of(paper), status=status, **shown)

    def wrong_code(
        self, error: DomainError, shown: Callable[[str], dict[str, Any]], template: str
    ) -> HttpResponse:
        """Say what is wrong with a code, or how long to wait after too many; `shown`: sentence → what the page shows."""
        wait = WRONG_CODES.wait_after(self.request)
        if wait:
            return told_to_wait(self.show(template, **shown(sentence_of(wait))), wait)
        status = UNUSABLE if error.code == "unusable" else UNCLEAR
        return self.show(template, status=status, **shown(str(error)))

    def closed(self, paper: Paper, why: DomainError) -> dict[str, Any]:
        """Return the page for somebody who has filled in nothing: why, and no questions."""
        sentence = (
            _("Voting has closed. No ballot is taken any more.")
            if why.code == "closed"
            else _("Voting is not open now. Keep your code; the slip says from when to when you can vote.")
        )
        return self.sheet(paper, closed=sentence) | {"lines": [], "groups": [], "ranks": []}


class BallotPageView(BallotView):
    """GET, cacheable: no code, no receipt, no cookie; a robot that previews the link learns and uses nothing."""

    kept_for = 10

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        return self.seal(HttpResponse(self.kept("page", self.page, *self.place)), PUBLIC)

    def page(self) -> str:
        why = casting.why_closed(self.paper)
        shown = self.closed(self.paper, why) if why else self.sheet(self.paper)
        return self.text_of(page_of(self.paper), **shown)


class BallotCastView(BallotView):
    """POST: without a receipt the second page, which shows one; with it the ballot itself."""

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        paper = self.paper
        filled = read_ballot(request.POST, paper)
        if not filled.receipt:
            return self.second_page(paper, filled)
        try:
            receipt = casting.cast_ballot(paper, filled.code, filled.given(paper), filled.receipt)
        except casting.VotingClosed as error:
            return self.show_sheet(paper, self.sheet(paper, filled, closed=str(error)), UNUSABLE)
        except DomainError as error:
            return self.again(paper, filled, error)
        page = self.kept("receipt", self.receipt_page, paper.channel.key)
        return self.seal(ReceiptPage(page, receipt, self.key("paper", *self.place)), UNKEPT)

    def receipt_page(self) -> str:
        """Render the page with a blank in the place of the receipt, which alone differs among the voters of a channel."""
        channel = self.paper.channel
        return self.text_of(
            "evaluation/ballot_receipt.html", receipt=NO_RECEIPT, round=channel.round, channel=channel
        )

    def second_page(self, paper: Paper, filled: Filled) -> HttpResponse:
        """Show the receipt before anything is sent; what is missing is named here already."""
        faults = faults_of(casting.read_code, filled.code) | faults_of(paper.read, filled.given(paper))
        named = replace(filled, receipt=casting.new_receipt(paper.round_code))
        return self.show_sheet(paper, self.sheet(paper, named, faults, is_second=True))

    def again(self, paper: Paper, filled: Filled, error: DomainError) -> HttpResponse:
        faults = by_field(error)
        receipt = filled.receipt
        if isinstance(error, casting.ReceiptRefused):
            # A number that cannot stand for this ballot is replaced; the voter is told so above the answers.
            receipt = casting.new_receipt(paper.round_code)
            faults = {"": str(error)}
        kept = replace(filled, receipt=receipt)
        if not isinstance(error, casting.CodeRefused):
            return self.show_sheet(paper, self.sheet(paper, kept, faults, is_second=True), UNCLEAR)
        return self.wrong_code(
            error, lambda told: self.sheet(paper, kept, {"code": told}, is_second=True), page_of(paper)
        )

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Coming back to the address of a post: the blank page of the same ballot."""
        return self.show_sheet(self.paper, self.sheet(self.paper))


class BallotEntryView(BallotView):
    """Type the code of a slip; the answer is the ballot that it is good for, with a receipt number."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.show("evaluation/ballot_entry.html", keep=PUBLIC)

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("code", "")[:200]
        try:
            casting.read_code(typed)
        except DomainError as error:
            return self.refused(typed, error)
        code = casting.usable_code(typed)
        if code is None:
            return self.refused(typed, casting.refusal())
        return self.ballot(ballot_paper(code.channel, code.application), typed)

    def ballot(self, paper: Paper, typed: str) -> HttpResponse:
        why = casting.why_closed(paper)
        if why:
            return self.show_sheet(paper, self.closed(paper, why), UNUSABLE)
        filled = Filled(typed, casting.new_receipt(paper.round_code))
        return self.show_sheet(paper, self.sheet(paper, filled, is_second=True))

    def refused(self, typed: str, error: DomainError) -> HttpResponse:
        return self.wrong_code(
            error, lambda told: {"code": typed, "code_fault": told}, "evaluation/ballot_entry.html"
        )


class BallotNonceView(ClientView):
    """A fresh receipt number for the page's script: made, signed for the round, not stored."""

    def get(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("round", "")[:60]
        if not Round.objects.exclude(status=RoundStatus.DRAFT).filter(code=code).exists():
            raise Http404
        receipt = casting.new_receipt(code)
        answer = {"receipt": receipt, "shown": tokens.show_receipt(receipt)}
        return self.seal(JsonResponse(answer), "no-store")


class BallotReceiptView(ClientView):
    """Whether a receipt is in the box: counted, yes or no, and nothing else."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.show("evaluation/ballot_lookup.html", keep=PUBLIC)

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("receipt", "")[:200]
        verdict = look_up(typed)
        told: dict[str, Any] = {
            "typed": typed,
            "verdict": verdict.value,
            "channel": channel_of(typed) if verdict is Verdict.COUNTED else None,
            "shown": tokens.show_receipt(tokens.normalise(typed)),
            "line": tokens.receipt_digest(tokens.normalise(typed)),
        }
        status = UNCLEAR if verdict is Verdict.FOREIGN else 200
        return self.show("evaluation/ballot_lookup.html", status=status, **told)


def page_of(paper: Paper) -> str:
    if isinstance(paper, RankingPaper):
        return "evaluation/ballot_ranking.html"
    return "evaluation/ballot_picks.html" if isinstance(paper, PicksPaper) else "evaluation/ballot_page.html"


def questions_shown(paper: Paper, filled: Filled, faults: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of this kind of paper shows beside what all of them show."""
    if isinstance(paper, EntryPaper):
        return {
            "application": paper.application,
            "lines": lines_of(paper.questions, filled.answers, faults),
        }
    if isinstance(paper, RankingPaper):
        ranks = ranks_of(paper, filled.ranked, faults)
        return {
            "ranks": ranks,
            "first_fault": next((one.field for one in ranks if one.fault), ""),
            "blank_fault": faults.get(BLANK, ""),
            "is_blank": filled.ranked.is_blank and not any(filled.ranked.places.values()),
        }
    if not isinstance(paper, PicksPaper):
        raise TypeError(paper)
    return {
        "groups": groups_of(paper, filled.picked),
        "picks_fault": faults.get(PICKS, ""),
        "blank_fault": faults.get(BLANK, ""),
        "is_blank": filled.picked.is_blank and not filled.picked.codes,
    }


def faults_of(read: Callable[..., str], *what: Any) -> dict[str, str]:
    try:
        read(*what)
    except DomainError as error:
        return by_field(error)
    return {}


def by_field(error: DomainError) -> dict[str, str]:
    return {one.field or "": str(one) for one in each_error(error)}

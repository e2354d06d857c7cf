"""The organizer's overview, and the deeds on a round and its stages."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import ROUND
from applications.models import Round
from brandportal.kit.views import FormPage, Page
from brandportal.lifecycle.views import TransitionView
from evaluation.forms.desk import ExtensionForm
from evaluation.lifecycle import STAGE
from evaluation.models import Stage
from evaluation.selectors.board import board_of
from evaluation.selectors.calendar import closing_day
from evaluation.services.stages import close_filing, close_stage, extend_stage, open_stage
from evaluation.views.rounds import RoundMixin


class RoundBoardView(RoundMixin, Page):
    permission = "evaluation.view_board"
    template_name = "evaluation/round_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = board_of(self.round)
        offers = STAGE.offers(board.current, self.person) if board.current else []
        return super().get_context_data(**kwargs) | {"round": self.round, "board": board, "offers": offers}


class RoundActView(TransitionView):
    """Close filing: the deed on a round that the evaluation begins with."""

    permission = "evaluation.close_filing"
    lifecycle = ROUND
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {"close_filing": close_filing}

    def get_object(self) -> Round:
        return get_object_or_404(Round.objects.visible_to(self.request.user), code=self.kwargs["round"])

    def get_success_url(self) -> str:
        return reverse("evaluation:round-board", args=[self.kwargs["round"]])


class StageExtendView(RoundMixin, FormPage):
    """More time for the raters, with a reason."""

    permission = "evaluation.extend_stage"
    form_class = ExtensionForm
    template_name = "evaluation/stage_extend.html"
    success_message = _("The raters have more time now.")

    @property
    def stage(self) -> Stage:
        return get_object_or_404(self.round.stages.select_related("round"), key=self.kwargs["stage"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stage = self.stage
        return super().get_context_data(round=self.round, stage=stage, closes=closing_day(stage), **kwargs)

    def deed(self, form: ExtensionForm) -> Stage:
        return extend_stage(self.stage, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("evaluation:round-board", args=[self.kwargs["round"]])


class StageActView(TransitionView):
    """Open or close a stage; its result is adopted by the tally."""

    permission = "evaluation.open_stage"
    lifecycle = STAGE
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {"open": open_stage, "close": close_stage}

    def get_object(self) -> Stage:
        stages = Stage.objects.visible_to(self.request.user).select_related("round")
        return get_object_or_404(stages, round__code=self.kwargs["round"], key=self.kwargs["stage"])

    def get_success_url(self) -> str:
        return reverse("evaluation:round-board", args=[self.kwargs["round"]])

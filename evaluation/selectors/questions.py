"""What a ballot on one brand asks: its lines in the present language."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from brandportal.kit.display import is_english
from brandportal.kit.numbers import plain
from evaluation.enums import LineKind
from evaluation.models import Channel, Criterion
from evaluation.models.stages import NO_OPINION, WITHOUT_OPINION


@dataclass(frozen=True)
class Choice:
    """One answer that can be given: `key` is what a ballot stores."""

    key: str
    title: str


@dataclass(frozen=True)
class Question:
    """One line of a ballot: a choice, or, without `choices`, what is typed, by its `kind`.

    Points go from 0 to `highest` on `step`; a figure lies between the `bounds`, None where the rules name none; a count
    is a whole number and, left empty, 0.
    `rejects` is the answer, on the ballot as a whole, with which nothing else on it is read; "" on all other lines.
    """

    key: str
    title: str
    choices: tuple[Choice, ...]
    highest: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    rejects: str = ""
    kind: str = LineKind.POINTS
    bounds: tuple[Decimal | None, Decimal | None] = (None, None)

    @property
    def field(self) -> str:
        return f"item-{self.key}"

    @property
    def is_typed(self) -> bool:
        return not self.choices

    @property
    def is_points(self) -> bool:
        return self.is_typed and self.kind == LineKind.POINTS

    @property
    def scale(self) -> str:
        """What may be written, as a sentence."""
        if self.is_count:
            return _("How often it was found. Empty counts as 0, never.")
        if not self.is_points:
            return _bounds_said(*self.bounds)
        facts = {"most": plain(self.highest), "step": plain(self.step)}
        if self.step:
            return _("0 to %(most)s points, in steps of %(step)s.") % facts
        return _("0 to %(most)s points, with two decimals at most.") % facts

    @property
    def is_vote(self) -> bool:
        return self.kind == LineKind.VOTE

    @property
    def is_figure(self) -> bool:
        return self.kind == LineKind.FIGURE

    @property
    def is_count(self) -> bool:
        return self.kind == LineKind.COUNT

    @property
    def may_pass(self) -> bool:
        """Whether it is an answer to have no opinion."""
        return bool(self.choices) and not self.rejects and self.kind not in WITHOUT_OPINION

    @cached_property
    def keys(self) -> frozenset[str]:
        keys = frozenset(choice.key for choice in self.choices)
        return keys | {NO_OPINION} if self.may_pass else keys


def questions_of(channel: Channel) -> list[Question]:
    return [question_of(criterion) for criterion in channel.criteria.order_by("position")]


def question_of(criterion: Criterion) -> Question:
    """Return the line as a ballot asks it, in the present language."""
    language = "en" if is_english() else "zh"
    choices = (
        Choice(level["key"], level["title"].get(language) or level["title"].get("zh") or level["key"])
        for level in criterion.choices
    )
    if criterion.is_points:
        return Question(criterion.key, criterion.title, (), criterion.highest, criterion.step_size)
    return Question(
        criterion.key,
        criterion.title,
        tuple(choices),
        rejects=criterion.rejects,
        kind=criterion.kind,
        bounds=(criterion.lowest, criterion.highest if criterion.max else None),
    )


def _bounds_said(least: Decimal | None, most: Decimal | None) -> str:
    if least is not None and most is not None:
        return _("A number from %(least)s to %(most)s.") % {"least": plain(least), "most": plain(most)}
    if least is not None:
        return _("A number, %(least)s or more.") % {"least": plain(least)}
    return _("A number, at most %(most)s.") % {"most": plain(most)} if most is not None else _("A number.")

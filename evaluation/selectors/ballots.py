"""Reads of codes and ballots: the channel that clients fill, what its page asks, how many came in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from applications.models import Application, Round
from brandportal.kit.display import is_english
from evaluation.enums import FormKind, RaterKind, StageStatus
from evaluation.models import Ballot, Channel, Code, Criterion, ReceiptList
from evaluation.models.stages import NO_OPINION

TURNOUT_STEP = 10
# Of fewer ballots than these no figure is shown to anybody.
FEWEST_SHOWN = 5
Turnout = tuple[int, bool]
NO_TURNOUT: Turnout = (0, False)


@dataclass(frozen=True)
class Choice:
    """One answer that can be given: `key` is what a ballot stores."""

    key: str
    title: str


@dataclass(frozen=True)
class Question:
    key: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def field(self) -> str:
        return f"item-{self.key}"

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(choice.key for choice in self.choices) | {NO_OPINION}


@dataclass(frozen=True)
class CodeCount:
    """What the desk that gives out codes sees of one application; turnout only in steps of ten."""

    application: Application
    issued: int
    revoked: int
    about: int
    least: int
    is_enough: bool


def ballot_channel(round: Round) -> Channel | None:
    """Return the channel that clients fill by one-time codes, None where the rules have none."""
    found = round.channels.filter(raters__in=[RaterKind.CLIENT, RaterKind.PUBLIC], form=FormKind.LEVELS)
    channel: Channel | None = found.select_related("stage").order_by("position").first()
    return channel


def questions_of(channel: Channel) -> list[Question]:
    return [_question(criterion) for criterion in channel.criteria.order_by("position")]


def _question(criterion: Criterion) -> Question:
    language = "en" if is_english() else "zh"
    choices = (
        Choice(level["key"], level["title"].get(language) or level["title"].get("zh") or level["key"])
        for level in criterion.choices
    )
    return Question(criterion.key, criterion.title, tuple(choices))


def code_counts(round: Round, channel: Channel, applications: Iterable[Application]) -> list[CodeCount]:
    """Codes of each application, and its turnout as it was last published: never fresher than the latest list."""
    counts, turnout = _counts(round), published_turnout(round, channel)
    return [
        _count(one, counts.get(one.pk, (0, 0, 0)), turnout.get(one.code, NO_TURNOUT), channel.min_valid)
        for one in applications
    ]


def published_turnout(round: Round, channel: Channel) -> dict[str, Turnout]:
    """Return the turnout of the latest list of receipts, by application; of boxes closed without one, the last."""
    latest = ReceiptList.objects.filter(round=round).order_by("-number").first()
    if latest is not None:
        return {code: (about, is_enough) for code, (about, is_enough) in latest.turnout.items()}
    if channel.stage.status in {StageStatus.PREPARING, StageStatus.OPEN}:
        return {}
    return turnout_now(round)


def turnout_now(round: Round) -> dict[str, Turnout]:
    """Return the turnout for a list that is being published: in steps of ten, and whether it is enough."""
    channel = ballot_channel(round)
    least = channel.min_valid if channel else 0
    codes = dict(Application.objects.filter(round=round).values_list("pk", "code"))
    return {
        codes[pk]: (in_tens(cast), cast >= least)
        for pk, (_issued, _gone, cast) in _counts(round).items()
        if pk in codes
    }


def _counts(round: Round) -> dict[int, tuple[int, int, int]]:
    rows = (
        Code.objects.filter(round=round)
        .order_by()
        .values("application_id")
        .annotate(
            issued=Count("pk"),
            gone=Count("pk", filter=Q(revoked=True)),
            cast=Count("pk", filter=Q(used=True)),
        )
    )
    return {row["application_id"]: (row["issued"], row["gone"], row["cast"]) for row in rows}


def _count(
    application: Application, numbers: tuple[int, int, int], turnout: Turnout, least: int
) -> CodeCount:
    issued, revoked, _cast = numbers
    about, is_enough = turnout
    return CodeCount(application, issued, revoked, about, least, is_enough)


def in_tens(number: int) -> int:
    """Rounded down to tens, so that nobody can watch a single ballot come in."""
    return number - number % TURNOUT_STEP


def is_counted(receipt_digest: str) -> bool:
    """Whether a ballot with this receipt lies in the box; how it was filled in nobody is ever told."""
    return Ballot.objects.filter(receipt_digest=receipt_digest).exists()


def is_mixed(round: Round) -> bool:
    """Whether no row of the round still shows which transaction wrote it.

    PostgreSQL stamps every row with the number of its transaction, which a code and its ballot share until both
    tables have been rewritten at once. On SQLite the tables have no row numbers and rows no stamp: nothing to mix.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT stamp) FROM ("
            " SELECT xmin::text AS stamp FROM evaluation_ballot WHERE round_id = %s"
            " UNION ALL SELECT xmin::text FROM evaluation_code WHERE round_id = %s) AS stamps",
            [round.pk, round.pk],
        )
        return bool(cursor.fetchone()[0] <= 1)

"""Reads of codes and ballots: the channels filled by code, what they are good for, how many ballots came in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from applications.models import Application, Round
from evaluation.enums import StageStatus
from evaluation.models import Ballot, Channel, Code, ReceiptList, Stage
from evaluation.models.stages import BY_BALLOT
from evaluation.selectors.stages import entries_of_stage

TURNOUT_STEP = 10
# Of fewer ballots than these no figure is shown to anybody.
FEWEST_SHOWN = 5
# How the turnout of ballots that are on no single application is kept in a list of receipts.
ON_ALL = ""
Turnout = tuple[int, bool]
NO_TURNOUT: Turnout = (0, False)


@dataclass(frozen=True)
class Candidate:
    """One brand that can be picked; `line` is its slogan, `stratum` its division's key, "" where it has none."""

    code: str
    brand: str
    unit: str
    line: str
    stratum: str


@dataclass(frozen=True)
class CodeCount:
    """What the desk that gives out codes sees of one application, or of all; turnout only in steps of ten.

    `groups`: for whom codes were made, group by group, where the rules have groups of voters.
    """

    application: Application | None
    issued: int
    revoked: int
    about: int
    least: int
    is_enough: bool
    groups: tuple[tuple[str, int], ...] = ()


def ballot_channels(round: Round) -> list[Channel]:
    """Return the channels that are filled by one-time codes, in the order of the rules."""
    return list(_by_ballot().filter(round=round))


def channels_in_box(stage: Stage) -> list[Channel]:
    """Return the channels by code that are first used in `stage`."""
    return list(_by_ballot().filter(stage=stage))


def open_ballot_channels() -> list[Channel]:
    """Return all channels in which ballots are being cast now, of any round."""
    return list(_by_ballot().filter(stage__status=StageStatus.OPEN))


def _by_ballot() -> QuerySet[Channel]:
    found: QuerySet[Channel] = Channel.objects.filter(BY_BALLOT)
    return found.select_related("stage__round", "round").order_by("position")


def holders_of(channel: Channel) -> list[Application | None]:
    """Return what a code of `channel` can be good for: each application, or None for the ballot on all of them."""
    return [None] if channel.is_wide else list(entries_of_stage(channel.stage))


def candidates_of(channel: Channel) -> list[Candidate]:
    """Return what can be picked in `channel`, in the present language, by code."""
    return [
        Candidate(one.code, str(one), one.unit.name, one.slogan, one.stratum)
        for one in entries_of_stage(channel.stage)
    ]


def code_counts(channel: Channel, applications: Iterable[Application | None]) -> list[CodeCount]:
    """Codes of each application, and its turnout as it was last published: never fresher than the latest list.

    Codes for no single application are counted under None.
    """
    counts, turnout, made = _counts(channel), published_turnout(channel), _made(channel)
    return [
        _count(
            one,
            counts.get(one.pk if one else None, (0, 0, 0)),
            turnout.get(one.code if one else ON_ALL, NO_TURNOUT),
            channel.min_valid,
            made.get(one.pk if one else None, ()),
        )
        for one in applications
    ]


def published_turnout(channel: Channel) -> dict[str, Turnout]:
    """Return the turnout of the latest list of receipts, by application; of boxes closed without one, the last."""
    latest = ReceiptList.objects.filter(channel=channel).order_by("-number").first()
    if latest is not None:
        return {code: (about, is_enough) for code, (about, is_enough) in latest.turnout.items()}
    if channel.stage.status in {StageStatus.PREPARING, StageStatus.OPEN}:
        return {}
    return turnout_now(channel)


def turnout_now(channel: Channel) -> dict[str, Turnout]:
    """Return the turnout for a list that is being published: in steps of ten, and whether it is enough."""
    applications = Application.objects.filter(round_id=channel.round_id)
    codes: dict[int | None, str] = {None: ON_ALL, **dict(applications.values_list("pk", "code"))}
    short = _short_of_a_group(channel)
    return {
        codes[pk]: (in_tens(cast), cast >= channel.min_valid and pk not in short)
        for pk, (_issued, _gone, cast) in _counts(channel).items()
        if pk in codes
    }


def _made(channel: Channel) -> dict[int | None, tuple[tuple[str, int], ...]]:
    """Per application how many codes each group of voters has; nothing where the rules have no groups."""
    found = _by_group(Code.objects.filter(channel=channel)) if channel.groups else {}
    return {
        pk: tuple((group.title, numbers.get(group.key, 0)) for group in channel.rater_groups)
        for pk, numbers in found.items()
    }


def _short_of_a_group(channel: Channel) -> set[int | None]:
    """The applications for which a group that the rules wait for has cast fewer ballots than they ask of it."""
    if not channel.groups or not channel.waits_for_groups:
        return set()
    codes = Code.objects.filter(channel=channel)
    cast = _by_group(codes.filter(used=True))
    known = set(codes.order_by().values_list("application_id", flat=True).distinct())
    return {
        pk
        for pk in known
        if any(cast.get(pk, {}).get(group.key, 0) < group.min_valid for group in channel.rater_groups)
    }


def _by_group(codes: QuerySet[Code]) -> dict[int | None, dict[str, int]]:
    found: dict[int | None, dict[str, int]] = {}
    for row in codes.order_by().values("application_id", "group").annotate(number=Count("pk")):
        found.setdefault(row["application_id"], {})[row["group"]] = row["number"]
    return found


def _counts(channel: Channel) -> dict[int | None, tuple[int, int, int]]:
    rows = (
        Code.objects.filter(channel=channel)
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
    application: Application | None,
    numbers: tuple[int, int, int],
    turnout: Turnout,
    least: int,
    made: tuple[tuple[str, int], ...],
) -> CodeCount:
    issued, revoked, _cast = numbers
    about, is_enough = turnout
    return CodeCount(application, issued, revoked, about, least, is_enough, made)


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

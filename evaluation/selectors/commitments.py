"""The codes of a channel as they are, and how they differ from what the portal committed to."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from evaluation.models import Channel, Code, Commitment
from evaluation.models.commitments import head_of, serial_of

NAMED_AT_MOST = 3
Part = tuple[int, int, str]


@dataclass
class _Heap:
    """The codes of one application, or of all, as they are read in the order of their digests."""

    issued: int = 0
    good: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, digest: str, group: str, *, revoked: bool) -> None:
        self.issued += 1
        if not revoked:
            self.good += 1
            # Where voters are counted by groups, a code that changed its group is another one.
            self.digest.update(f"{digest} {group}\n".encode() if group else f"{digest}\n".encode())

    @property
    def part(self) -> Part:
        return self.issued, self.good, self.digest.hexdigest()


@dataclass(frozen=True)
class CodeSet:
    """All codes of a channel at one moment; `digest` and `parts` as a commitment keeps them."""

    issued: int
    revoked: int
    digest: str
    parts: dict[str, Part]


def code_set(channel: Channel) -> CodeSet:
    """Read the codes of `channel` and digest those that are good for a ballot, used ones among them."""
    names = _names(channel)
    whole, parts = _Heap(), {name: _Heap() for name in names.values()}
    rows = Code.objects.filter(channel=channel).order_by("digest")
    columns = rows.values_list("digest", "application_id", "group", "revoked")
    for digest, application, group, revoked in columns.iterator(chunk_size=5000):
        for heap in (whole, parts[names[application]]):
            heap.add(digest, group, revoked=revoked)
    return CodeSet(
        whole.issued,
        whole.issued - whole.good,
        whole.digest.hexdigest(),
        {name: heap.part for name, heap in sorted(parts.items())},
    )


def _names(channel: Channel) -> dict[int | None, str]:
    """The heads of the serial numbers; an application of another round can only come by a hand in the database."""
    rows = Code.objects.filter(channel=channel).order_by().values_list("application_id", flat=True)
    ids: set[int | None] = set(rows.distinct())
    names: dict[int | None, str] = {None: head_of(channel, None)} if None in ids else {}
    for one in Application.objects.filter(pk__in=ids - {None}).select_related("round"):
        names[one.pk] = _name(channel, one)
    return names


def _name(channel: Channel, one: Application) -> str:
    head = head_of(channel, one)
    return head if one.round_id == channel.round_id else f"{one.round.code}/{head}"


def latest_commitment(channel: Channel) -> Commitment | None:
    found: Commitment | None = Commitment.objects.filter(channel=channel).order_by("-number").first()
    return found


def differences(channel: Channel) -> list[str]:
    """Say what tells the codes of `channel` from the latest commitment; empty where they are the same."""
    committed = latest_commitment(channel)
    if committed is None:
        return [_("No commitment to the codes was made when the stage was opened.")]
    now = code_set(channel)
    if (now.digest, now.issued, now.revoked) == (committed.digest, committed.issued, committed.revoked):
        return []
    return list(_differences(channel, committed.parts, now.parts)) or [
        _("The codes are not those that the portal committed to.")
    ]


def _differences(channel: Channel, committed: dict[str, Part], now: dict[str, Part]) -> Iterator[str]:
    nothing: Part = (0, 0, hashlib.sha256().hexdigest())
    for name in sorted({*committed, *now}):
        issued, good, digest = committed.get(name, nothing)  # a list, as JSON keeps it
        then, present = (issued, good, digest), now.get(name, nothing)
        if then != present:
            yield _difference(channel, name, then, present)


def _difference(channel: Channel, name: str, then: Part, now: Part) -> str:
    count = abs(now[0] - then[0])
    facts: dict[str, object] = {"application": name, "count": count}
    if now[0] > then[0]:
        text = ngettext(
            "%(application)s: %(count)d code more than committed to (%(serials)s).",
            "%(application)s: %(count)d codes more than committed to (%(serials)s).",
            count,
        )
        return text % (facts | {"serials": _listed(_strangers(channel, name, then[0]))})
    if now[0] < then[0]:
        text = ngettext(
            "%(application)s: %(count)d code less than committed to (%(serials)s).",
            "%(application)s: %(count)d codes less than committed to (%(serials)s).",
            count,
        )
        return text % (facts | {"serials": _listed(_absent(channel, name, then[0]))})
    if now[1] != then[1]:
        text = _("%(application)s: %(now)d codes are good for a ballot, committed to were %(then)d.")
        return text % {"application": name, "now": now[1], "then": then[1]}
    return _("%(application)s: a code was exchanged; its fingerprint is not the one committed to.") % facts


def _serials(channel: Channel, name: str) -> set[str]:
    ids = [pk for pk, found in _names(channel).items() if found.rpartition("/")[2] == name.rpartition("/")[2]]
    codes = Code.objects.filter(channel=channel)
    codes = codes.filter(application__isnull=True) if None in ids else codes.filter(application__in=ids)
    return set(codes.values_list("serial", flat=True))


def _strangers(channel: Channel, name: str, issued: int) -> list[str]:
    return sorted(_serials(channel, name) - {serial_of(name, number + 1) for number in range(issued)})


def _absent(channel: Channel, name: str, issued: int) -> list[str]:
    return sorted({serial_of(name, number + 1) for number in range(issued)} - _serials(channel, name))


def _listed(serials: list[str]) -> str:
    shown = _(", ").join(serials[:NAMED_AT_MOST])
    return f"{shown} …" if len(serials) > NAMED_AT_MOST else shown

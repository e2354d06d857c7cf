"""The codes of a round as they are, and how they differ from what the portal committed to."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, Round
from evaluation.models import Code, Commitment
from evaluation.models.commitments import serial_of

NAMED_AT_MOST = 3
Part = tuple[int, int, str]


@dataclass
class _Heap:
    """The codes of one application, or of all, as they are read in the order of their digests."""

    issued: int = 0
    good: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, digest: str, *, revoked: bool) -> None:
        self.issued += 1
        if not revoked:
            self.good += 1
            self.digest.update(f"{digest}\n".encode())

    @property
    def part(self) -> Part:
        return self.issued, self.good, self.digest.hexdigest()


@dataclass(frozen=True)
class CodeSet:
    """All codes of a round at one moment; `digest` and `parts` as a commitment keeps them."""

    issued: int
    revoked: int
    digest: str
    parts: dict[str, Part]


def code_set(round: Round) -> CodeSet:
    """Read the codes of `round` and digest those that are good for a ballot, used ones among them."""
    names = _names(round)
    whole, parts = _Heap(), {name: _Heap() for name in names.values()}
    rows = Code.objects.filter(round=round).order_by("digest")
    for digest, application, revoked in rows.values_list("digest", "application_id", "revoked").iterator(
        chunk_size=5000
    ):
        for heap in (whole, parts[names[application]]):
            heap.add(digest, revoked=revoked)
    return CodeSet(
        whole.issued,
        whole.issued - whole.good,
        whole.digest.hexdigest(),
        {name: heap.part for name, heap in sorted(parts.items())},
    )


def _names(round: Round) -> dict[int, str]:
    """Applications that have codes in `round`; one of another round can only come by a hand in the database."""
    ids = Code.objects.filter(round=round).order_by().values_list("application_id", flat=True).distinct()
    rows = Application.objects.filter(pk__in=list(ids)).select_related("round")
    return {one.pk: one.code if one.round_id == round.pk else f"{one.round.code}/{one.code}" for one in rows}


def latest_commitment(round: Round) -> Commitment | None:
    found: Commitment | None = Commitment.objects.filter(round=round).order_by("-number").first()
    return found


def differences(round: Round) -> list[str]:
    """Say what tells the codes of `round` from the latest commitment; empty where they are the same."""
    committed = latest_commitment(round)
    if committed is None:
        return [_("No commitment to the codes was made when the stage was opened.")]
    now = code_set(round)
    if (now.digest, now.issued, now.revoked) == (committed.digest, committed.issued, committed.revoked):
        return []
    return list(_differences(round, committed.parts, now.parts)) or [
        _("The codes are not those that the portal committed to.")
    ]


def _differences(round: Round, committed: dict[str, Part], now: dict[str, Part]) -> Iterator[str]:
    nothing: Part = (0, 0, hashlib.sha256().hexdigest())
    for name in sorted({*committed, *now}):
        issued, good, digest = committed.get(name, nothing)  # a list, as JSON keeps it
        then, present = (issued, good, digest), now.get(name, nothing)
        if then != present:
            yield _difference(round, name, then, present)


def _difference(round: Round, name: str, then: Part, now: Part) -> str:
    count = abs(now[0] - then[0])
    facts: dict[str, object] = {"application": name, "count": count}
    if now[0] > then[0]:
        text = ngettext(
            "%(application)s: %(count)d code more than committed to (%(serials)s).",
            "%(application)s: %(count)d codes more than committed to (%(serials)s).",
            count,
        )
        return text % (facts | {"serials": _listed(_strangers(round, name, then[0]))})
    if now[0] < then[0]:
        text = ngettext(
            "%(application)s: %(count)d code less than committed to (%(serials)s).",
            "%(application)s: %(count)d codes less than committed to (%(serials)s).",
            count,
        )
        return text % (facts | {"serials": _listed(_absent(round, name, then[0]))})
    if now[1] != then[1]:
        text = _("%(application)s: %(now)d codes are good for a ballot, committed to were %(then)d.")
        return text % {"application": name, "now": now[1], "then": then[1]}
    return _("%(application)s: a code was exchanged; its fingerprint is not the one committed to.") % facts


def _serials(round: Round, name: str) -> set[str]:
    code = name.rpartition("/")[2]
    return set(Code.objects.filter(round=round, application__code=code).values_list("serial", flat=True))


def _strangers(round: Round, name: str, issued: int) -> list[str]:
    return sorted(_serials(round, name) - {serial_of(name, number + 1) for number in range(issued)})


def _absent(round: Round, name: str, issued: int) -> list[str]:
    return sorted({serial_of(name, number + 1) for number in range(issued)} - _serials(round, name))


def _listed(serials: list[str]) -> str:
    shown = _(", ").join(serials[:NAMED_AT_MOST])
    return f"{shown} …" if len(serials) > NAMED_AT_MOST else shown

"""The public bundle of a named round: what anybody needs to compute its result again, the program included."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Round
from applications.selectors.rules import rules_chapter
from brandportal.kit.errors import DomainError
from evaluation import tally as engine
from evaluation.models import Channel, Tally
from evaluation.selectors.ballots import ballot_channels
from evaluation.selectors.boxes import ballots_of, list_text
from evaluation.selectors.bundle import Gathered, gather, write_inspection_bundle
from evaluation.selectors.rules import rules_of
from evaluation.tally.files import MANIFEST

KEPT_FOR = 600
COMMAND = "python3 -B -m evaluation.tally . --check"
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class PublicBundle:
    """The bytes of the .zip; `inspection` is the digest of the inspection bundle's manifest."""

    data: bytes
    inspection: str
    receipts: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def published_tally(round: Round) -> Tally | None:
    """Return the result by which the brands of a named round were chosen, None before they are named."""
    if round.status != RoundStatus.NAMED:
        return None
    adopted = Tally.objects.filter(round=round, through=rules_of(round).last.key, adopted_at__isnull=False)
    found: Tally | None = adopted.done().first()
    return found


def keeps_counts_secret(round: Round) -> bool:
    """Whether the rules publish the outcome only."""
    return bool(rules_chapter(round, "process").get("publish") == "outcome")


def public_bundle(tally: Tally) -> PublicBundle:
    """Return the bundle of a published result; equal results give equal bytes.

    Raises DomainError when the inputs no longer give the result that was published.
    """
    key = f"public-bundle:{tally.result_digest}"
    found: PublicBundle | None = cache.get(key)
    if found is None:
        found = _made(tally)
        cache.set(key, found, KEPT_FOR)
    return found


def _made(tally: Tally) -> PublicBundle:
    gathered = gather(tally.round, tally.through)
    run = engine.run(gathered.rules, gathered.inputs, tally.through)
    result = engine.result_bytes(run.result)
    if hashlib.sha256(result).hexdigest() != tally.result_digest:
        raise DomainError(
            _("The inputs no longer give the published result. Tell the organizing department: %(contact)s")
            % {"contact": tally.round.complaint_contact}
        )
    inspection, receipts = _inspection_digest(gathered, tally), _receipts(tally.round)
    extra = {
        **{name: list_text(found).encode() for name, found in receipts.items()},
        "inspection.txt": f"{inspection}\n".encode(),
        **{f"README.{name}.txt": _guide(tally, code) for name, code in LANGUAGES.items()},
        **_program(),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        engine.write_bundle(
            path,
            rules_json=tally.round.rules,
            entries=gathered.entries,
            values=run.rows["values"],
            decisions=gathered.decisions,
            result=result,
            extra=extra,
        )
        return PublicBundle(path.read_bytes(), inspection, sum(map(len, receipts.values())))


def _inspection_digest(gathered: Gathered, tally: Tally) -> str:
    """Digest the manifest, which does not depend on how a machine packs a .zip."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inspection"
        write_inspection_bundle(gathered, tally.round, tally.through, path)
        return hashlib.sha256((path / MANIFEST).read_bytes()).hexdigest()


def _receipts(round: Round) -> dict[str, list[str]]:
    """The receipts of each channel by code, by file name; sorted, so that their order tells nothing of who came when."""
    channels = ballot_channels(round)
    if len(channels) < 2:
        return {"receipts.txt": [digest for one in channels for digest in _digests(one)]}
    return {_file_of(one): _digests(one) for one in channels}


def _digests(channel: Channel) -> list[str]:
    return sorted(ballots_of(channel).values_list("receipt_digest", flat=True))


def _program() -> dict[str, bytes]:
    package = Path(engine.__file__).parent
    floor = package.parent
    files = [floor / "__init__.py", *sorted(package.rglob("*.py"))]
    return {f"evaluation/{one.relative_to(floor).as_posix()}": one.read_bytes() for one in files}


def _guide(tally: Tally, language: str) -> bytes:
    with translation.override(language):
        return "\n".join([*guide_lines(tally), ""]).encode()


def guide_lines(tally: Tally) -> list[str]:
    """Return the guide of the bundle in the present language."""
    return [
        _("Computing the result of “%(round)s” again") % {"round": tally.round.title},
        "",
        _("Digest of the result (SHA-256): %(digest)s") % {"digest": tally.result_digest},
        _("Fingerprint of the rules (SHA-256): %(digest)s") % {"digest": tally.round.rules_fingerprint},
        "",
        _("1. Unpack the file into a new folder and open a command line in it."),
        _("2. Check that no file was changed: sha256sum -c MANIFEST.sha256"),
        _("3. Compute again and compare: %(command)s") % {"command": COMMAND},
        _(
            "   Python 3.11 or newer is enough; nothing is installed, no network is used. No output means: no difference."
        ),
        _("   On Windows write py instead of python3."),
        _("4. The arithmetic of one application, line by line: %(command)s")
        % {"command": "python3 -B -m evaluation.tally . --explain A001 --lang zh"},
        "",
        *contents_lines(tally.round),
    ]


def contents_lines(round: Round) -> list[str]:
    """What each file of the bundle is."""
    return [
        _("rules.json: the rules as they were frozen when the round opened"),
        _("entries.csv: the applications that took part"),
        _("values.csv: counts, means and values per application; no single ballot, no single score sheet"),
        _("decisions.csv: what the committee decided between equals, with its reason"),
        _("result.json: the published result"),
        *_receipt_lines(round),
        _("inspection.txt: digest of the manifest of the inspection bundle that the auditor holds"),
        _("evaluation/: the program that computes, to be read by anybody"),
        _("MANIFEST.sha256: the digests of all other files"),
    ]


def _receipt_lines(round: Round) -> list[str]:
    channels = ballot_channels(round)
    if len(channels) < 2:
        return [
            _("receipts.txt: the digest of every counted ballot's receipt: SHA-256 of its first 12 symbols")
        ]
    line = _(
        "%(file)s: “%(channel)s”, the digest of every counted ballot's receipt: SHA-256 of its first 12 symbols"
    )
    return [line % {"file": _file_of(one), "channel": one} for one in channels]


def _file_of(channel: Channel) -> str:
    return f"receipts-{channel.key}.txt"

"""What a filing changed against the one before it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from applications.enums import Subject
from applications.models import Filing, Round
from applications.selectors.completeness import check_items
from applications.selectors.strata import stratum_title

# Compared sentence by sentence; inside long sentences the clauses between commas.
PIECES = re.compile(r"[^。！？；，、,.;!?\n]*[。！？；，、,.;!?\n]?")
CONTEXT = 40


@dataclass(frozen=True)
class Piece:
    """A run of text: same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A part that differs."""

    label: str
    pieces: list[Piece]


def changes_between(before: Filing, after: Filing, round: Round) -> list[Change]:
    """Return every part whose text differs, in the order of the form."""
    old, new = _texts(before.document, round), _texts(after.document, round)
    return [
        Change(label, _pieces(old.get(label, ""), new.get(label, "")))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]


def _texts(content: Mapping[str, Any], round: Round) -> dict[str, str]:
    return dict(_labelled(content, round))


def _labelled(content: Mapping[str, Any], round: Round) -> Iterator[tuple[str, str]]:
    yield _("Unit"), content["unit"]
    yield _("Who is to be honoured"), f"{Subject(content['object_kind']).label} {content['sub_unit']}".strip()
    yield _("Division"), stratum_title(round, content.get("stratum", ""))
    yield _("Contact person and telephone"), f"{content['contact_name']} {content['contact_phone']}".strip()
    yield _("Brand name"), content["brand_name"]
    yield _("Slogan"), content["slogan"]
    yield _("Meaning of the name"), content["meaning"]
    yield _("Logo"), _file(content["logo"])
    titles = {item["key"]: item["title"] for item in check_items(round)}
    for row in content["self_check"]:
        title = titles.get(row["key"], row["key"])
        yield _("%(item)s, %(part)s") % {"item": title, "part": _("Finding")}, row["finding"]
        yield _("%(item)s, %(part)s") % {"item": title, "part": _("Measure")}, row["measure"]
    yield _("Main text"), content["main_text"]
    yield _("Attachments"), "\n".join(f"{row['title']} {_file(row)}" for row in content["attachments"])


def _file(row: Mapping[str, str]) -> str:
    return f"{row['name']} ({row['sha256'][:8]})" if row else ""


def _pieces(old: str, new: str) -> list[Piece]:
    first, second = PIECES.findall(old), PIECES.findall(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, came = "".join(first[i1:i2]), "".join(second[j1:j2])
        if tag == "equal":
            pieces.append(Piece("same", _shortened(gone)))
            continue
        pieces += [Piece(kind, text) for kind, text in (("gone", gone), ("new", came)) if text]
    return pieces


def _shortened(text: str) -> str:
    # What stayed is only shown around what changed.
    return text if len(text) <= 3 * CONTEXT else f"{text[:CONTEXT]} …… {text[-CONTEXT:]}"

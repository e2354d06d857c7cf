"""What a filing changed against the one before."""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Filing

LABELS: dict[str, str | Promise] = {
    "object_kind": _("To be honoured"),
    "sub_unit": _("Section or window"),
    "brand_name": _("Brand name"),
    "meaning": _("Meaning of the name"),
    "slogan": _("Slogan"),
    "main_text": _("Main text"),
    "contact_name": _("Contact person"),
    "contact_phone": _("Telephone"),
    "logo": _("Logo"),
    "self_check": _("Self-assessment"),
    "attachments": _("Attachments"),
}


@dataclass(frozen=True)
class Piece:
    """A run of text: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A field that differs; `pieces` are empty for what is no text."""

    label: str | Promise
    pieces: list[Piece]


def changes_between(before: Filing, after: Filing) -> list[Change]:
    old, new = json.loads(before.content), json.loads(after.content)
    return [
        Change(label, _pieces(old.get(key), new.get(key)))
        for key, label in LABELS.items()
        if old.get(key) != new.get(key)
    ]


def _pieces(old: Any, new: Any) -> list[Piece]:
    if isinstance(old, list):
        old, new = _flat(old), _flat(new)
    if not isinstance(old, str) or not isinstance(new, str):
        return []
    first, second = _sentences(old), _sentences(new)
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", _shortened("".join(first[i1:i2]))))
        if tag in {"delete", "replace"}:
            pieces.append(Piece("gone", "".join(first[i1:i2])))
        if tag in {"insert", "replace"}:
            pieces.append(Piece("new", "".join(second[j1:j2])))
    return pieces


def _sentences(text: str) -> list[str]:
    return [part for part in text.replace("。", "。\0").replace("\n", "\n\0").split("\0") if part]


def _flat(rows: list[Any]) -> str:
    return "\n".join("：".join(str(value) for value in row.values()) for row in rows)


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:60]}……{text[-50:]}"

"""The committed catalogue of translations: how it is written, judged and compiled."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from tools.extraction import Key, Message

LOCALE = "zh_Hans"
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0\-+]?[\d.]*([sdif])|\{(\w*)\}")
METADATA = {
    "Project-Id-Version": "BrandPortal",
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def po_path(root: Path) -> Path:
    return root / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def translations(catalogue: polib.POFile) -> dict[Key, str]:
    """What has been translated and is not fuzzy; Chinese has one plural form, so a message has one text."""
    texts = {}
    for entry in catalogue:
        if not entry.obsolete and not entry.fuzzy:
            text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
            texts[Key(entry.msgid, entry.msgctxt or "")] = text
    return texts


def build(messages: Mapping[Key, Message], texts: Mapping[Key, str]) -> polib.POFile:
    """A catalogue of exactly these messages, sorted, with files but no line numbers: diffs stay small."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = METADATA
    for key in sorted(messages):
        catalogue.append(_entry(messages[key], texts.get(key, "")))
    return catalogue


def _entry(message: Message, text: str) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.key.singular,
        msgctxt=message.key.context or None,
        occurrences=[(place, "") for place in sorted(message.files)],
        comment="\n".join(sorted(message.comments)),
        flags=["python-format"] if "%(" in message.key.singular else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text
    return entry


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """A sentence for each entry that a reader of Chinese would stumble over."""
    for entry in catalogue:
        text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        where = f"{entry.msgid!r} ({', '.join(place for place, _ in entry.occurrences)})"
        if entry.obsolete:
            yield f"no longer used: {where}"
        elif entry.fuzzy:
            yield f"fuzzy: {where}"
        elif not text:
            yield f"not translated: {where}"
        elif _placeholders(entry.msgid_plural or entry.msgid) != _placeholders(text):
            yield f"placeholders differ: {where} -> {text!r}"


def _placeholders(text: str) -> set[str]:
    return {"".join(match) for match in PLACEHOLDER.findall(text.replace("%%", ""))}


def compile_catalogue(root: Path) -> Path:
    """Writes django.mo beside django.po unless it is newer already; returns its path."""
    source = po_path(root)
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
        read(source).save_as_mofile(str(target))
    return target

"""Pinyin columns, so that a name is found and sorted the same on every database."""

from brandportal.kit.lazily import Lazily

# Its dictionaries are larger than the rest of the portal, and asked only when a unit or a brand is named.
pypinyin = Lazily("pypinyin")


def pinyin_of(text: str) -> str:
    return "".join(pypinyin.lazy_pinyin(text)).lower()[:200]


def initials_of(text: str) -> str:
    return "".join(pypinyin.lazy_pinyin(text, style=pypinyin.Style.FIRST_LETTER)).lower()[:60]

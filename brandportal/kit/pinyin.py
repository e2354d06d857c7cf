"""Pinyin columns, so that a name is found and sorted the same on every database."""

from pypinyin import Style, lazy_pinyin


def pinyin_of(text: str) -> str:
    return "".join(lazy_pinyin(text)).lower()[:200]


def initials_of(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()[:60]

"""Finds the translatable strings: in Python by the syntax tree, in templates by Django's own reader of them.

No system gettext is needed, and the result is what `makemessages` finds, contexts and plurals included.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

SOURCES = ("brandportal", "applications", "evaluation", "naming", "demo", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt"}
COMMENT_MARK = "Translators:"

# Position of (context, singular, plural) among the arguments of each function.
SIGNATURES: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}

_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"(?<!\w)(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")


@dataclass(frozen=True, order=True)
class Key:
    """One message is one English text; where that means two things, its context tells which."""

    singular: str
    context: str = ""


@dataclass
class Message:
    key: Key
    plural: str | None = None
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)


def extract(root: Path) -> dict[Key, Message]:
    """Every message below `root`; raises ValueError when one English text is used with two plurals."""
    found: dict[Key, Message] = {}
    for path in _source_files(root):
        place = path.relative_to(root).as_posix()
        for context, singular, plural, comment in _messages_in(path):
            message = found.setdefault(Key(singular, context), Message(Key(singular, context)))
            if plural and message.plural and plural != message.plural:
                error = f"{place}: two plurals for {singular!r}"
                raise ValueError(error)
            message.plural = message.plural or plural
            message.files.add(place)
            if comment:
                message.comments.add(comment)
    return found


def _source_files(root: Path) -> Iterator[Path]:
    for top in SOURCES:
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and (path.suffix == ".py" or path.suffix in TEMPLATE_SUFFIXES):
                yield path


Found = tuple[str, str, str | None, str]


def _messages_in(path: Path) -> Iterator[Found]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _python_messages(text, path)
    elif "{%" in text or "{{" in text:
        yield from _template_messages(text, path)


def _python_messages(text: str, path: Path) -> Iterator[Found]:
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text, filename=str(path))):
        if isinstance(node, ast.Call):
            signature = SIGNATURES.get(_called_name(node.func))
            if signature:
                arguments = [_constant(argument) for argument in node.args]
                yield from _one_message(arguments, signature, _comment_above(lines, node.lineno))


def _called_name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _constant(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _comment_above(lines: list[str], lineno: int) -> str:
    above = lines[lineno - 2].strip() if lineno > 1 else ""
    return above.removeprefix("#").strip() if COMMENT_MARK in above and above.startswith("#") else ""


def _template_messages(text: str, path: Path) -> Iterator[Found]:
    for match in _CALL.finditer(templatize(text, origin=str(path))):
        arguments = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, match[2])]
        yield from _one_message(arguments, SIGNATURES[match[1]], "")


def _one_message(
    arguments: list[str | None], signature: tuple[int | None, int, int | None], comment: str
) -> Iterator[Found]:
    values = [
        arguments[index] if index is not None and index < len(arguments) else None for index in signature
    ]
    context, singular, plural = values
    if singular:
        yield context or "", singular, plural, comment

"""
PDF and PNG from a typst template under templates/documents and plain data.

The same template and data give the same bytes on every machine: only the fonts of our package and of FONT_DIR are seen,
the file carries no clock, nothing is fetched, and no file outside templates/documents can be read.
"""

import hashlib
import json
import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from django.core.cache import cache

ROOT: Path = settings.BASE_DIR / "templates" / "documents"
PIXELS_PER_INCH = 110.0
KEPT_FOR = 86_400
Standard = Literal["a-2a", "ua-1"]
FOR_ARCHIVES: tuple[Standard, ...] = ("a-2a", "ua-1")
# Of the message only the character: whose name it stands in is nobody's business in a log.
NO_FACE = re.compile(r'the text `"(.)"`')
log = logging.getLogger(__name__)


def render_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """
    Return the PDF that `template` ("naming/certificate.typ", a path under templates/documents) makes of `data`.

    `data` is anything JSON can say; a template reads it as `data` after `#import "/_base.typ": *`. It stays text: what
    looks like markup in it is printed as typed. Pictures go in as SVG text (`qr.qr_svg`, `pictures.picture_svg`) and
    are drawn with `#drawing(data.qr, width: 24mm)`. Dates and numbers go in as the words that are to be printed.

    With a day under the key `dated` ("2026-11-01") the file is made for the archives: PDF/A-2a, tagged. A character that
    no face has rules that out; it is named in the log, and the file is a plain one.
    """
    if not data.get("dated"):
        return _compile(template, data, "pdf")[0]
    try:
        return _compile(template, data, "pdf", FOR_ARCHIVES)[0]
    except typst.TypstError as error:
        missing = [f"U+{ord(one):04X}" for one in NO_FACE.findall(error.message)]
        log.warning("%s is printed as a plain PDF: no face has %s", template, missing or "what it needs")
        return _compile(template, data, "pdf")[0]


def kept_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """Return what `render_pdf` does, made once a day for the same data: for pages that every visitor may ask for."""
    facts = json.dumps([template, data], ensure_ascii=False, sort_keys=True)
    key = f"pdf-{hashlib.sha256(facts.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = render_pdf(template, data)
        cache.set(key, kept, KEPT_FOR)
    return kept


def render_png(template: str, data: Mapping[str, object], page: int = 1) -> bytes:
    """Return page number `page` of the same document as a picture, for tests and for looking at it."""
    return _compile(template, data, "png")[page - 1]


def _compile(
    template: str, data: Mapping[str, object], kind: Literal["pdf", "png"], standards: Sequence[Standard] = ()
) -> list[bytes]:
    fonts = _fonts(str(settings.FONT_DIR))
    words = {"data": json.dumps(data, ensure_ascii=False), "families": json.dumps(sorted(fonts.families()))}
    # A compiler keeps what it compiled last; one of its own for each call is safe in threads and costs 2 ms.
    compiler = typst.Compiler(
        str(_place(template)), root=str(ROOT), font_paths=fonts, ignore_system_fonts=True
    )
    made = compiler.compile(
        format=kind, ppi=PIXELS_PER_INCH, sys_inputs=words, timestamp=0, pdf_standards=list(standards)
    )
    return [part for part in (made if isinstance(made, list) else [made]) if part is not None]


def _place(template: str) -> Path:
    place = (ROOT / template).resolve()
    if place.suffix != ".typ" or not place.is_relative_to(ROOT.resolve()) or not place.is_file():
        raise FileNotFoundError(template)
    return place


@lru_cache
def _fonts(own: str) -> typst.Fonts:
    """Noto Sans and Serif SC of our package, and the faces that an agency has put into FONT_DIR."""
    folders = [str(pylopdf_fonts_zh_cn.serif_path().parent), *([own] if own else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

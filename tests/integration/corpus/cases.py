"""Bad input of every kind, each with the view that it is thrown at and what is expected of the answer.

A case is one line of `CASES`: its number in the design's list, the place it goes to, what is sent, and the way it ends:
`refused` (a sentence names field, fault and way out), `taken` (accepted, perhaps after a visible normalisation) or a
status code of a request that never reaches a form.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, String
from PIL import Image

REFUSED, TAKEN = "refused", "taken"


@dataclass(frozen=True)
class Case:
    """`place` is a key of places.PLACES; `sent` the fields, values that can be called are made anew each time."""

    key: str
    place: str
    ends: str | int = REFUSED
    sent: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.key


def file(data: bytes | Callable[[], bytes], name: str) -> Callable[[], SimpleUploadedFile]:
    return lambda: SimpleUploadedFile(name, data() if callable(data) else data)


def picture(kind: str = "PNG", size: tuple[int, int] = (100, 100), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def header_only(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(b""))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def exploding_text() -> bytes:
    """A picture with a chunk of text that unpacks to 60 MB."""
    plain = picture()
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 60_000_000))
    return plain[:33] + text + plain[33:]


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "green")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}
    return picture("JPEG", (120, 90), exif=exif)


def pdf(change: Callable[[Pdf], Any] = lambda _pdf: None, pages: int = 1, **save: Any) -> bytes:
    out = io.BytesIO()
    with Pdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        change(made)
        made.save(out, **save)
    return out.getvalue()


def scripted(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def launching(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def carrying(made: Pdf) -> None:
    made.attachments["x.exe"] = b"MZ"


def huge_page(made: Pdf) -> None:
    made.pages[0].MediaBox = Array([0, 0, 2835, 2835])


def workbook(*rows: tuple[Any, ...]) -> bytes:
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def swollen(made: Pdf) -> None:
    """One object of 100 MB, which packs into a stream of objects of 100 KB."""
    made.Root.Swollen = made.make_indirect(String("a" * 100_000_000))


def boundless() -> bytes:
    """A PDF with a stream that says it were of 4 GB."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length 4294967295>>stream\nx\nendstream endobj\n"
        b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )


def fits() -> bytes:
    """A picture of astronomers: Pillow decodes it, here it is none of the three kinds that are taken."""
    cards = ("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 99999", "NAXIS2  = 99999", "END")
    return "".join(card.ljust(80) for card in cards).ljust(2880).encode() + b"\0" * 2880


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


LOCKED = partial(pdf, encryption=Encryption(user="secret", owner="secret"))
OWNED = partial(pdf, encryption=Encryption(user="", owner="secret"))
PACKED = partial(pdf, swollen, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FAR = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/x"/></svg>'
ENTITY = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
HEAD = ("单位代码", "单位名称", "英文名称", "单位类别")
LOGO, PAPER, BRAND, SCORE, FACTS, ROSTER, OBJECTION, UNIT = (
    "logo", "paper", "brand", "score", "facts", "roster", "objection", "unit",
)  # fmt: skip


def logo(key: str, data: bytes | Callable[[], bytes], name: str = "标识.png", ends: str = REFUSED) -> Case:
    return Case(key, LOGO, ends, {"logo": file(data, name)})


def paper(key: str, data: bytes | Callable[[], bytes], name: str = "附件.pdf", ends: str = REFUSED) -> Case:
    return Case(key, PAPER, ends, {"file": file(data, name)})


def text(key: str, value: str, ends: str = REFUSED, name: str = "brand_name") -> Case:
    return Case(key, BRAND, ends, {name: value})


def score(key: str, value: str, ends: str = REFUSED) -> Case:
    return Case(key, SCORE, ends, {"name": value})


def day(key: str, value: str, ends: str = REFUSED, name: str = "filing_closes") -> Case:
    return Case(key, FACTS, ends, {name: value})


def roster(key: str, data: bytes | Callable[[], bytes], name: str = "名册.xlsx", ends: str = REFUSED) -> Case:
    return Case(key, ROSTER, ends, {"file": file(data, name)})


PICTURES = [
    logo("U01 empty", b""),
    logo("U02 one byte", b"x"),
    logo("U04 truncated PNG", lambda: picture()[:60]),
    logo("U05 truncated JPEG", lambda: picture("JPEG")[:200]),
    logo("U06 9000 × 9000", header_only(9000, 9000)),
    logo("U08 20000 × 20000", header_only(20000, 20000)),
    logo("U09 1 × 60000", header_only(1, 60000)),
    logo("U10 1 × 1", picture(size=(1, 1))),
    logo("U12 animated WebP", lambda: moving("WEBP"), ends=TAKEN),
    logo("U13 APNG", lambda: moving("PNG"), ends=TAKEN),
    logo("U14 CMYK JPEG", lambda: picture("JPEG", mode="CMYK"), ends=TAKEN),
    logo("U16 60 MB of text in a PNG", exploding_text),
    logo("U17 place and turn in EXIF", turned, ends=TAKEN),
    logo("U20 TIFF", lambda: picture("TIFF")),
    logo("U21 EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    logo("U24 BMP with a header of 4 GB", b"BM\xff\xff\xff\xff" + b"\0" * 60),
    logo("U22 FITS", fits),
    logo("U23 FITS packed and named .png", lambda: gzip.compress(fits())),
    logo("U25 ICO", lambda: picture("ICO", (64, 64))),
    logo("U26 HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64),
    logo("U28 SVG with a script", SVG, "标识.svg"),
    logo("U29 SVG that fetches", FAR, "标识.svg"),
    logo("U30 SVG with an entity", ENTITY, "标识.svg"),
    logo("U32 PNG and HTML in one", lambda: picture() + b"<script>alert(1)</script>", ends=TAKEN),
    logo("U33 PDF named .png", pdf),
    logo("U48 a name of 300 characters", picture, "标" * 300 + ".png", TAKEN),
    logo("U49 a name that climbs", picture, "../../etc/passwd", TAKEN),
    logo("U50 a name with quotes", picture, 'a"b;c.png', TAKEN),
    logo("U52 a name written backwards", picture, "图\u202egnp.exe", TAKEN),
    logo("U53 a name with drive and folders", picture, "C:\\Users\\王\\标识.png", TAKEN),
    logo("U54 a name of marks of direction", picture, "\u202e\u2066\u200f.png", TAKEN),
]
PAPERS = [
    paper("U34 JPEG named .pdf", lambda: picture("JPEG"), ends=TAKEN),
    paper("U35 Word document", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "附件.doc"),
    paper("U36 locked by a password", LOCKED),
    paper("U37 owner's password only", OWNED, ends=TAKEN),
    paper("U38 script", lambda: pdf(scripted)),
    paper("U39 launch", lambda: pdf(launching)),
    paper("U40 another file inside", lambda: pdf(carrying)),
    paper("U41 301 pages", lambda: pdf(pages=301)),
    paper("U42 a page of one metre", lambda: pdf(huge_page), ends=TAKEN),
    paper("U45 1 KB of rubbish before it", lambda: b"\0" * 900 + pdf(), ends=TAKEN),
    paper("U46 PDF without an end", lambda: pdf()[:200]),
    paper("U47 HTML named .pdf", b"<html><script>alert(1)</script></html>"),
    paper("U55 empty PDF", b""),
    paper("U56 a stream of objects that unpacks to 100 MB", PACKED),
    paper("U57 a stream that says it has 4 GB", boundless, ends=TAKEN),
    paper("U58 FITS named .pdf", fits),
    paper("U59 a name with folders", pdf, "../../报送/附件.pdf", TAKEN),
]
TEXTS = [
    text("X02 4001 characters in a name", "字" * 4001),
    text("X05 NUL", "文\0档"),
    text("X09 rare characters", "𠮷䶮𬭎", TAKEN),
    text("X10 zero width", "文\u200b档"),
    text("X11 a mark of direction", "文\u202e档"),
    text("X13 tag characters", "文\U000e0041档"),
    text("X14 filler that looks empty", "\u3164"),
    text("X18 full width", "Ｈｕａｗｅｉ", TAKEN),
    text("X21 letters in two parts", "Cafe\u0301", TAKEN),
    text("X22 markup", "<script>alert(1)</script>", TAKEN),
    text("X24 templates", "{{ 7*7 }}{% debug %}${7*7}%s%n", TAKEN),
    text("X30 one word of 190 letters", "W" * 190, TAKEN),
    text("X31 meaning over its limit", "字" * 20_001, name="meaning"),
    text("X32 formula", "=HYPERLINK(1)", TAKEN),
    text("X37 words that programs mean", "None", TAKEN),
    text("X40 bell", "文\x07档"),
    Case("X01 blanks only", OBJECTION, REFUSED, {"text": "　 \n"}),
    Case("X03 no brand chosen", OBJECTION, REFUSED, {"application": "A999"}),
    Case("X41 e-mail with a line break", "account", REFUSED, {"email": "a@example.org\nBcc: x@example.org"}),
    Case("X42 e-mail that is none", "account", REFUSED, {"email": "wang at example"}),
    Case("X43 sign-in name with a blank", "account", REFUSED, {"username": "wang li"}),
    Case("X44 sign-in name that is taken", "account", REFUSED, {"username": "alice"}),
    Case("X45 code of a unit with a slash", UNIT, REFUSED, {"code": "a/b"}),
    Case("X46 name of a unit that is taken", UNIT, REFUSED, {"name_zh": "市档案局"}),
    Case("X47 category that does not exist", UNIT, REFUSED, {"category": "wizard"}),
]
SCORES = [
    score("N01 full width", "３５", TAKEN),
    score("N02 Arabic digits", "٣٥"),
    score("N04 exponent", "1e1"),
    score("N05 large exponent", "1E+2"),
    score("N06 negative zero", "-0"),
    score("N08 bare point", "35."),
    score("N09 point first", ".5"),
    score("N10 Chinese stop", "3。5"),
    score("N11 comma", "3,5"),
    score("N12 three decimals", "0.001"),
    score("N14 one too many", "41"),
    score("N15 off the step", "3.5"),
    score("N16 not a number", "NaN"),
    score("N17 5000 digits", "9" * 5000),
    score("N18 hexadecimal", "0x5f"),
    score("N19 underline", "1_0"),
    score("N20 nought", "０", TAKEN),
    score("N21 in words", "三十五"),
    score("N22 infinity", "Infinity"),
]
DAYS = [
    day("D02 end before start", "2000-01-01"),
    day("D04 year 0001", "0001-01-01"),
    day("D04 year 9999", "9999-12-31"),
    day("D04 year of two digits", "25-01-01"),
    day("D06 lunar", "丙午年八月十五"),
    day("D07 a day that does not exist", "2026-02-30"),
    day("D10 a serial number", "46000"),
    day("D11 month 13", "2026-13-01"),
    day("D14 with a time", "2026-06-30 23:59:60"),
    day("D15 no year", "6月30日"),
    day("D16 year as a word", "二〇二六", name="year"),
    day("D17 year of five digits", "20266", name="year"),
]
TABLES = [
    roster("C04 bytes of no encoding", b"\0\1\2\3", "名册.csv"),
    roster("C07 picture named .xlsx", picture),
    roster("C18 old workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "名册.xls"),
    roster("C21 damaged workbook", lambda: workbook(HEAD)[:300]),
    roster("C22 unpacks a thousandfold", lambda: packed(xl__workbook_xml=b"\0" * 60_000_000)),
    roster("C24 declares entities", lambda: packed(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "a">]><x/>')),
    roster("C27 no workbook in the archive", lambda: packed(readme_xml=b"<x/>")),
    roster("C33 empty table", b"", "名册.csv"),
    roster("C34 blank rows only", b"\n\n , \n", "名册.csv"),
    roster("C35 an open quotation mark", '单位代码,单位名称\n"a,b'.encode(), "名册.csv"),
    roster("C36 sixty columns", (",".join("x" * 60) + "\n").encode(), "名册.csv"),
]
CASES = [*PICTURES, *PAPERS, *TEXTS, *SCORES, *DAYS, *TABLES]

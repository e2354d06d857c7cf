"""PDF files made to eat memory, time or depth: each ends in a sentence, within seconds, and the portal lives on."""

import resource
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from brandportal.kit import pdfs
from brandportal.kit.errors import DomainError
from brandportal.kit.pdfs import check_pdf

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
PAGES = (
    b"<</Type/Catalog/Pages 2 0 R/X 4 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
)


def numbered(objects) -> tuple[bytes, list[int]]:
    data, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    return data, places


def holding(thing: bytes) -> bytes:
    """A PDF of one page whose object 4 is `thing`."""
    data, places = numbered((*PAGES, thing))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return holding(opening * depth + SCRIPT + closing * depth)


def lzw_bomb(megabytes: int) -> bytes:
    """A PDF whose table of objects is a stream of LZW codes, each of which repeats the one before and one byte more."""
    widths = ((512, 9), (1024, 10), (2048, 11), (4096, 12))
    codes = "".join(
        format(code, f"0{next(width for end, width in widths if code + 1 < end)}b")
        for code in range(258, 4094)
    )
    # Eight rounds of 7 MB, so that they end with a byte; each begins with a zero and ends with the code that clears.
    rounds = (format(0, "09b") + codes + format(256, "012b")) * 8
    packed = int(rounds, 2).to_bytes(len(rounds) // 8, "big")
    first = int(format(256, "09b") * 8, 2).to_bytes(9, "big")
    stream = first + packed * (megabytes // 59 + 1)
    data, _places = numbered(PAGES)
    head = b"<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Filter/LZWDecode/Length %d>>" % len(stream)
    table = b"5 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (head, stream)
    return data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)


@pytest.mark.parametrize(
    "data",
    [
        lzw_bomb(400),
        nested(b"[", b"]", 70),
        nested(b"<</A", b">>", 600),
        holding(b"[" * 1_000_000),
        holding(b"[" + (b"[" + b"<</A<<>>>>" * 19_000 + b"]") * 90 + b"]"),
    ],
    ids=["lzw", "deep", "deeper than the parser", "never closed", "millions of dictionaries"],
)
def test_a_bomb_is_refused_in_seconds_with_its_sentence(data, monkeypatch):
    monkeypatch.setattr(pdfs, "SECONDS", 1)
    monkeypatch.setattr(pdfs, "MEMORY", 400 * 1024 * 1024)
    started = time.monotonic()
    with pytest.raises(DomainError, match=r"附件.*PDF") as refusal:
        check_pdf(SimpleUploadedFile("a.pdf", data), label="附件")

    assert refusal.value.code == "pdf"
    assert time.monotonic() - started < pdfs.PATIENCE + 1
    # The bounds are the reader's, not this process's.
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def test_what_a_program_may_write_is_taken():
    data = holding(b"[" * 50 + b"0 " * 50_000 + b"]" * 50)

    assert check_pdf(SimpleUploadedFile("a.pdf", data), label="附件") == data

"""Uploads are never trusted: fakes, bombs and scripts are refused with a sentence (security.md 4.1)."""

import io
import struct
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from brandportal.kit.errors import DomainError
from brandportal.kit.files import display_name
from brandportal.kit.images import MAX_BYTES, reencode_image
from brandportal.kit.pdfs import check_pdf


def picture(width=200, height=100, kind="PNG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, kind, **options)
    return out.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A tiny file whose header claims a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def drawn(data: bytes, name="logo.png"):
    return reencode_image(SimpleUploadedFile(name, data), label="标识")


def refused(data: bytes) -> str:
    with pytest.raises(DomainError) as refusal:
        drawn(data)
    return str(refusal.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew(kind):
    image = drawn(picture(kind=kind))

    assert (image.width, image.height) == (200, 100)
    assert Image.open(io.BytesIO(image.data)).size == (200, 100)


def test_appended_script_and_gps_do_not_survive():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    image = drawn(picture(kind="JPEG", exif=exif) + b"<script>alert(1)</script>")

    assert b"script" not in image.data
    assert b"secret" not in image.data


def test_a_turned_photograph_becomes_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    image = drawn(picture(300, 100, "JPEG", exif=exif))

    assert (image.width, image.height) == (100, 300)


@pytest.mark.parametrize("size", [(9000, 9000), (20000, 20000), (100, 60000), (5900, 5900)])
def test_a_bomb_is_refused_before_it_is_decoded(size):
    assert "6000" in refused(png_bomb(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%PDF-1.7 not a picture",
        b"GIF89a" + b"\0" * 50,
        picture()[:60],
        picture(kind="JPEG")[:200],
        b"\x00",
        picture(kind="TIFF"),
        picture(64, 64, kind="ICO"),
    ],
    ids=["svg", "pdf", "gif", "cut png", "cut jpeg", "one byte", "tiff", "ico"],
)
def test_what_is_no_picture_we_take_is_refused(data):
    assert "PNG" in refused(data) or "empty" in refused(data) or "标识" in refused(data)


def test_an_empty_file_a_small_one_and_a_large_one_are_refused():
    assert "empty" in refused(b"") or "空" in refused(b"")
    assert "64" in refused(picture(10, 10))
    assert "5 MB" in refused(b"\x89PNG" + b"\0" * MAX_BYTES)


def pdf(**root) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_plain_pdf_is_kept_as_it_is():
    data = pdf()

    assert check_pdf(SimpleUploadedFile("a.pdf", data), label="附件") == data


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))},
        {"AA": pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch))},
        {
            "Names": pikepdf.Dictionary(
                EmbeddedFiles=pikepdf.Dictionary(X=pikepdf.Dictionary(Type=pikepdf.Name.EmbeddedFile))
            )
        },
    ],
    ids=["script", "launch", "file inside"],
)
def test_a_pdf_that_runs_something_is_refused(root):
    with pytest.raises(DomainError):
        check_pdf(SimpleUploadedFile("a.pdf", pdf(**root)), label="附件")


def test_a_broken_pdf_and_a_locked_one_are_refused():
    locked = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(locked, encryption=pikepdf.Encryption(user="x", owner="y"))
    for data in (b"%PDF-1.7 broken", locked.getvalue()):
        with pytest.raises(DomainError):
            check_pdf(SimpleUploadedFile("a.pdf", data), label="附件")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("图\u202egnp.exe", "图gnp.png"),
        ('a\x00b\r\n"c.png', "abc.png"),
        ("标" * 300 + ".png", "标" * 100 + ".png"),
        ("...", "file.png"),
        ("C:\\部门\\标识.bmp", "标识.png"),
    ],
)
def test_a_file_name_is_made_harmless(name, shown):
    assert display_name(name, "image/png") in {shown, shown.replace("file", "文件")}


@pytest.mark.parametrize(
    ("kind", "kept"), [("PNG", "image/png"), ("WEBP", "image/png"), ("JPEG", "image/jpeg")]
)
def test_a_drawing_keeps_its_edges_and_a_photograph_its_size(kind, kept):
    assert drawn(picture(kind=kind)).content_type == kept

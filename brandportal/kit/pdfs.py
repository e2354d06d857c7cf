"""PDF files from outside: opened, bounded, refused where they carry anything that runs."""

import io
from collections.abc import Iterator

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 300
RUNNING = {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/XFA", "/RichMedia"}
DEEPEST = 60
# To look into a file unpacks its streams of objects, which a few hundred KB may blow up to gigabytes. Pages, pictures
# and fonts stay packed, so these bounds, of the whole process, are far above what any program writes.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=8 * 1024 * 1024,
    run_length_max_memory=8 * 1024 * 1024,
    png_max_memory=8 * 1024 * 1024,
    max_stream_filters=4,
    parser_max_container_size=200_000,
)


def check_pdf(upload: UploadedFile, *, label: Sentence) -> bytes:
    """Return the bytes of `upload` if it is a plain PDF of at most 20 MB and 300 pages, else raise DomainError.

    A stream of objects that unpacks to over 8 MB makes a file that cannot be read.
    """
    size = upload.size or 0
    if size > MAX_BYTES:
        raise _refusal(
            _(
                "%(label)s: the file has %(size)s MB, at most 20 MB are taken. Save the PDF smaller or in parts."
            ),
            label,
            size=f"{size / 1024 / 1024:.1f}",
        )
    upload.seek(0)
    data: bytes = upload.read()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _check(pdf, label)
    except pikepdf.PasswordError as error:
        raise _refusal(_("%(label)s: the PDF needs a password. Save it without one."), label) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise _refusal(_("%(label)s: the PDF cannot be read. Save or scan it again."), label) from error
    return data


def _check(pdf: pikepdf.Pdf, label: Sentence) -> None:
    if len(pdf.pages) > MAX_PAGES:
        raise _refusal(
            _("%(label)s: the PDF has %(pages)d pages, at most 300 are taken. Divide it."),
            label,
            pages=len(pdf.pages),
        )
    if any(key in RUNNING for obj in pdf.objects for key in _keys(obj, 0)):
        raise _refusal(
            _(
                "%(label)s: the PDF carries a script or another file. Print it to a new PDF and choose that one."
            ),
            label,
        )


def _keys(obj: pikepdf.Object, depth: int) -> Iterator[str]:
    # Scripts hide in direct objects nested in others, so every level is walked.
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in obj.items():
            yield key
            if key in {"/S", "/Type"} and isinstance(value, pikepdf.Name):
                yield str(value)
        yield from _deeper([value for _key, value in obj.items()], depth)
    elif isinstance(obj, pikepdf.Array):
        yield from _deeper(list(obj), depth)


def _deeper(values: list[pikepdf.Object], depth: int) -> Iterator[str]:
    for value in values:
        if depth < DEEPEST and not getattr(value, "is_indirect", False):
            yield from _keys(value, depth + 1)


def _refusal(message: str, label: Sentence, **values: object) -> DomainError:
    return DomainError(message % {"label": label, **values}, field="file", code="pdf")

"""Finished documents on their way to the browser: under their Chinese name, never guessed at, never kept by a cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from brandportal.kit.files import UNPRINTABLE

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf_response(name: str, data: bytes, *, private: bool = True) -> HttpResponse:
    """
    Offer `data` as the file `name` (with or without “.pdf”; any characters: RFC 5987).

    `private=False` only for what every visitor may read; everything else is kept by no cache.
    """
    return _file(name, ".pdf", data, "application/pdf", private=private)


def docx_response(name: str, data: bytes, *, private: bool = True) -> HttpResponse:
    """Offer `data` as a DOCX file, as `pdf_response` does."""
    return _file(name, ".docx", data, DOCX, private=private)


def xlsx_response(name: str, data: bytes, *, private: bool = True) -> HttpResponse:
    """Offer `data` as an XLSX file, as `pdf_response` does."""
    return _file(name, ".xlsx", data, XLSX, private=private)


def _file(name: str, suffix: str, data: bytes, content_type: str, *, private: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    full = UNPRINTABLE.sub("", name.removesuffix(suffix)).strip(" .") + suffix
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=full) or ""
    response["X-Content-Type-Options"] = "nosniff"
    if private:
        response["Cache-Control"] = "private, no-store"
    return response

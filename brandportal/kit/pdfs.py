"""PDF files from outside: looked into by a process of its own, refused where they carry anything that runs."""

import os
import subprocess
import sys
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence

MAX_BYTES = 20 * 1024 * 1024
READER = Path(__file__).with_name("pdf_reader.py")
# What the reader has, with Python and the parser: far more than a plain file of 20 MB and 300 pages takes. On a busy
# machine five seconds of the processor are longer ones.
MEMORY = 768 * 1024 * 1024
SECONDS = 5
PATIENCE = 15


def check_pdf(upload: UploadedFile, *, label: Sentence) -> bytes:
    """Return the bytes of `upload` if it is a plain PDF of at most 20 MB and 300 pages, else raise DomainError.

    Whatever the file holds, the answer comes in seconds: see `pdf_reader.py` for the bounds.
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
    found, _blank, number = _look(data).partition(" ")
    if found == "pages":
        sentence = _("%(label)s: the PDF has %(pages)d pages, at most 300 are taken. Divide it.")
        raise _refusal(sentence, label, pages=int(number))
    if found != "plain":
        raise _refusal(_sentence(found), label)
    return data


def _look(data: bytes) -> str:
    """Return the reader's word, "" if a bound ended it. It gets nothing of this process's environment but its paths."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-I", str(READER), str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            env=kept,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else ""


def _sentence(found: str) -> str:
    if found == "locked":
        return _("%(label)s: the PDF needs a password. Save it without one.")
    if found == "runs":
        return _(
            "%(label)s: the PDF carries a script or another file. Print it to a new PDF and choose that one."
        )
    if found == "broken":
        return _("%(label)s: the PDF cannot be read. Save or scan it again.")
    return _(
        "%(label)s: the PDF holds more than can be looked through. Print it to a new PDF and choose that one."
    )


def _refusal(message: str, label: Sentence, **values: object) -> DomainError:
    return DomainError(message % {"label": label, **values}, field="file", code="pdf")

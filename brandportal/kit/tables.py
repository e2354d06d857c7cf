"""Reads a table that somebody handed in, XLSX or CSV, as rows of text; refuses what is too large to be one."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence
from brandportal.kit.lazily import Lazily
from brandportal.kit.sheets import DANGEROUS
from brandportal.kit.text import squash

openpyxl = Lazily("openpyxl")
LARGEST = 5 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024
RATIO = 100
PARTS = 200
HEAD = 4096
COLUMNS = 50
ROWS = 10_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# GB18030 reads nearly anything, so it comes last; it contains GBK and GB2312.
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t，"


@dataclass(frozen=True)
class Row:
    """One row that is not blank, with its number as the office program shows it."""

    number: int
    cells: tuple[str, ...]


def read_table(upload: UploadedFile, *, label: Sentence) -> list[Row]:
    """Return the rows of `upload` that are not blank; every cell as text, in one line, trimmed."""
    data = _bytes_of(upload, label)
    if data.startswith(OLE):
        raise _refusal(
            _("%(label)s: this is an old workbook (.xls, .et). Save it as .xlsx and choose it again."), label
        )
    cells = _workbook_rows(data, label) if data.startswith(ZIP) else _csv_rows(data, label)
    rows: list[Row] = []
    for number, found in cells:
        if number > ROWS or len(rows) > ROWS:
            raise _refusal(
                _("%(label)s: more than %(rows)d rows. Divide it into several files."), label, rows=ROWS
            )
        if any(found):
            rows.append(_within_columns(number, found, label))
    if not rows:
        raise _refusal(_("%(label)s: the file has no rows. Choose another one."), label)
    return rows


def _bytes_of(upload: UploadedFile, label: Sentence) -> bytes:
    if (upload.size or 0) > LARGEST:
        raise _refusal(
            _("%(label)s: larger than 5 MB. Remove pictures, or divide it into several files."), label
        )
    upload.seek(0)
    data: bytes = upload.read()
    if not data:
        raise _refusal(_("%(label)s: the file is empty. Choose it again."), label)
    return data


def _within_columns(number: int, cells: list[str], label: Sentence) -> Row:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > COLUMNS:
        raise _refusal(
            _("%(label)s: row %(row)d has more than %(columns)d columns. Remove what does not belong there."),
            label,
            row=number,
            columns=COLUMNS,
        )
    return Row(number, tuple(cells))


def _workbook_rows(data: bytes, label: Sentence) -> Iterator[tuple[int, list[str]]]:
    _check_archive(data, label)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the file says of its own size is not believed: rows and columns are cut here.
        found = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1, values_only=True)
        for number, values in enumerate(found, start=1):
            yield number, [_as_text(value) for value in values]
    except DomainError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise: KeyError, ParseError, ValueError…
        raise _refusal(
            _("%(label)s: this workbook cannot be read. Save it anew as .xlsx, or as CSV."), label
        ) from error


def _check_archive(data: bytes, label: Sentence) -> None:
    """Look at the list of contents alone: nothing is unpacked before it is known to be small."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            heads = [_head(archive, part) for part in parts[:PARTS]]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise _refusal(
            _("%(label)s: the file is damaged. Save it anew and choose it again."), label
        ) from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if len(parts) > PARTS or unpacked > UNPACKED or unpacked > packed * RATIO:
        raise _refusal(
            _(
                "%(label)s: the file unpacks to far more than a table needs. Copy the rows into a new workbook."
            ),
            label,
        )
    # A workbook never declares a document type; who does wants the reader to fetch or to multiply something.
    if any(b"<!DOCTYPE" in head for head in heads):
        raise _refusal(_("%(label)s: the file is damaged. Save it anew and choose it again."), label)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise _refusal(
            _("%(label)s: this is neither a workbook (.xlsx) nor a CSV file. Choose another one."), label
        )


def _head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as file:
        return file.read(HEAD).replace(b"\0", b"")


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return squash(str(value))


def _csv_rows(data: bytes, label: Sentence) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data, label)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [_without_guard(squash(cell)) for cell in cells]
    except csv.Error as error:
        raise _refusal(
            _(
                "%(label)s: line %(row)d cannot be read, a quotation mark is open or doubled. Save the file anew."
            ),
            label,
            row=reader.line_num,
        ) from error


def _decoded(data: bytes, label: Sentence) -> str:
    for encoding in (MARKS.get(data[:2], ""), *ENCODINGS):
        try:
            text = data.decode(encoding) if encoding else "\0"
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refusal(
        _("%(label)s: this is neither a workbook (.xlsx) nor a CSV file. Choose another one."), label
    )


def _without_guard(cell: str) -> str:
    """Our own exports put an apostrophe before what could start a formula; a table that comes back is read without it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def _refusal(sentence: str, label: Sentence, **values: object) -> DomainError:
    return DomainError(sentence % {"label": label, **values}, field="file", code="table")

"""CSV tables of a bundle: read with every structural fault named, written in one fixed way."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from evaluation.tally.faults import InputFault
from evaluation.tally.files import BundleFiles

ENTRIES = ("entry", "unit", "title", "stratum", "flags", "veto", "adjust")
FORMS = ("channel", "form", "rater", "entry", "group", "state", "answers", "count")
DECISIONS = ("stage", "entry", "order", "reason")

Cells = tuple[str, ...]


@dataclass
class TableReader:
    """Yields the cells of the known columns of each row with its number, the header being row 1."""

    files: BundleFiles
    name: str
    columns: Sequence[str]
    faults: list[InputFault] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        with self.files.open(self.name) as stream:
            rows = csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline=""), strict=True)
            try:
                header = next(rows, [])
                if not self._has_columns(header):
                    return
                pick: Callable[[list[str]], Cells] = itemgetter(*map(header.index, self.columns))
                width = len(header)
                for number, row in enumerate(rows, 2):
                    if len(row) == width:
                        yield number, pick(row)
                    else:
                        self._fault(number, f"has {len(row)} cells where the header has {width}")
            except csv.Error as error:
                self._fault(rows.line_num, f"is no proper CSV: {error}")
            except UnicodeDecodeError:
                self._fault(rows.line_num + 1, "is not UTF-8")

    def _has_columns(self, header: list[str]) -> bool:
        missing = [column for column in self.columns if header.count(column) != 1]
        if missing:
            self._fault(1, f"the header lacks or repeats the column {', '.join(missing)}")
        return not missing

    def _fault(self, row: int, reason: str) -> None:
        self.faults.append(InputFault(self.name, row, reason))


def table_bytes(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table in UTF-8 with plain newlines; the rows sorted, so that no order of arrival is told."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted(tuple(row) for row in rows))
    return text.getvalue().encode()

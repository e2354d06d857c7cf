"""What sheets of forms have in common: how a row begins, and where the rows of an entry, or of its groups, stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandportal.documents.workbook import Sheet, area
from evaluation.selectors.workbook.source import Source
from evaluation.tally import FormRow
from evaluation.tally.explain import called
from evaluation.tally.rules import Channel

TOP = 2  # the first row of forms, below head and maxima
GROUP = "分组"
# An entry and one of its groups of raters, "" where a channel has none.
Place = tuple[str, str]


@dataclass(frozen=True)
class Block:
    """The forms of one place: the areas of what a form is worth and, on ballots, of how many there are of it."""

    worth: str
    numbers: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Page:
    """The sheet of a channel; its rows begin with the entry and, where the rules divide the raters, their group."""

    sheet: Sheet
    source: Source
    channel: Channel

    @property
    def start(self) -> int:
        """The first column behind the beginning of a row."""
        return 3 if self.channel.groups else 2

    def head(self, names: Sequence[str], *widths: float) -> None:
        has_groups = bool(self.channel.groups)
        self.sheet.texts(0, ["编号", "品牌名称", *[GROUP] * has_groups, *names], "head")
        self.sheet.widths(8, 26, *[16] * has_groups, *widths)

    def begin(self, line: int, place: Place) -> None:
        entry, group = place
        group_name = [group_title(self.channel, group)] if self.channel.groups else []
        self.sheet.texts(line, [entry, self.source.entries[entry].title, *group_name])

    def forms(self) -> list[FormRow]:
        """The rows of the channel, those of an entry by its groups in the order of the rules."""
        rows, order = self.source.forms_of(self.channel), self.channel.group_keys
        return (
            sorted(rows, key=lambda row: (row.entry, order.index(row.group))) if self.channel.groups else rows
        )

    def blocks(self, places: Sequence[Place], *columns: int) -> dict[Place, Block]:
        """The block of each place, from the columns of worth, of numbers and of answers asked."""
        return {
            place: Block(
                *(self.sheet.ref(area((first, column), (end, column), fixed=True)) for column in columns)
            )
            for place, first, end in _runs(places)
        }


def place_of(row: FormRow) -> Place:
    return row.entry, row.group


def group_title(channel: Channel, key: str) -> str:
    return called(next(group.title for group in channel.groups if group.key == key), "zh")


def _runs(places: Sequence[Place]) -> Iterator[tuple[Place, int, int]]:
    """(place, first line, last line) of each run of equal places, as they stand on the sheet."""
    first = 0
    for number in range(1, len(places) + 1):
        if number == len(places) or places[number] != places[first]:
            yield places[first], TOP + first, TOP + number - 1
            first = number

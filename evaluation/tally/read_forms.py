"""Read forms.csv into pattern counts. Work beyond reading grows with distinct patterns, not with forms."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from evaluation.tally.check_forms import Sound, is_count, pattern_reasons, wide_reasons
from evaluation.tally.faults import InputFault
from evaluation.tally.files import BundleFiles
from evaluation.tally.inputs import Pattern, WidePattern
from evaluation.tally.rules import Rules
from evaluation.tally.tables import FORMS, TableReader

NAME = "forms.csv"


@dataclass
class _WideForm:
    """The rows of one form that spans entries, with their numbers and what they must have in common."""

    numbers: list[int] = field(default_factory=list)
    common: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)


class FormsFile:
    """The forms of a bundle: `patterns` and `wide` hold the counts, `faults` what is broken."""

    def __init__(self, files: BundleFiles, rules: Rules, entries: Collection[str]) -> None:
        self.files = files
        self.rules = rules
        self.entries = entries
        self.patterns: dict[Pattern, int] = {}
        self.wide: Counter[WidePattern] = Counter()
        self.faults: list[InputFault] = []
        self._read()

    def _read(self) -> None:
        forms = self._first_pass()
        sound = Sound(self.rules, self.entries)
        doubtful = sound.doubtful(self.patterns)
        faulty = {pattern: reasons for pattern in doubtful if (reasons := self._reasons(pattern))}
        if faulty:
            self._name_rows(faulty)
        for (channel, _), form in forms.items():
            self._take_wide(channel, form)

    def _first_pass(self) -> dict[tuple[str, str], _WideForm]:
        wide = {key for key, channel in self.rules.channels.items() if channel.is_wide}
        table = TableReader(self.files, NAME, FORMS)
        patterns: dict[Pattern, int] = {}
        seen: set[str] = set()
        forms: dict[tuple[str, str], _WideForm] = {}
        for row, (channel, form, rater, entry, group, state, answers, count) in table:
            if channel in wide:
                held = forms.setdefault((channel, form or f"\0{row}"), _WideForm())
                held.numbers.append(row)
                held.common.append((rater, group, count or "1"))
                held.rows.append((entry, group, answers, state))
                continue
            if form:
                name = f"{channel}\0{form}\0{entry}"
                if name in seen:
                    self._fault(row, f"the same form twice: {form} on entry {entry}")
                seen.add(name)
            number = 1 if count in {"", "1"} else self._number(row, count)
            pattern = (channel, entry, group, answers, state)
            patterns[pattern] = patterns.get(pattern, 0) + number
        self.patterns = patterns
        self.faults += table.faults
        return forms

    def _number(self, row: int, count: str) -> int:
        if is_count(count):
            return int(count)
        self._fault(row, f"count {count!r} is no whole number above 0")
        return 1

    def _reasons(self, pattern: Pattern) -> list[str]:
        return list(pattern_reasons(self.rules, self.entries, pattern))

    def _name_rows(self, faulty: dict[Pattern, list[str]]) -> None:
        for row, (channel, _, _, entry, group, state, answers, _) in TableReader(self.files, NAME, FORMS):
            for reason in faulty.get((channel, entry, group, answers, state), ()):
                self._fault(row, reason)

    def _take_wide(self, key: str, form: _WideForm) -> None:
        channel = self.rules.channels[key]
        reasons = [*wide_reasons(channel, self.entries, form.rows), *_differences(form)]
        for index, reason in reasons:
            self._fault(form.numbers[index], reason)
        _, group, count = form.common[0]
        number = self._number(form.numbers[0], count)
        rows = tuple(sorted((entry, answers, state) for entry, _, answers, state in form.rows))
        self.wide[key, group, rows] += number

    def _fault(self, row: int, reason: str) -> None:
        self.faults.append(InputFault(NAME, row, reason))


def _differences(form: _WideForm) -> Iterator[tuple[int, str]]:
    for index, common in enumerate(form.common):
        if common != form.common[0]:
            yield index, "rows of one form differ in rater, group or count"

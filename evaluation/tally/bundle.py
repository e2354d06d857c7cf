"""Read a tally bundle with all its faults in one report, and write one (tally.md 3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.tally.canonical import read_json, read_toml
from evaluation.tally.faults import Fault, InputError, InputFault, RulesError
from evaluation.tally.files import MANIFEST, BundleFiles, manifest_text, write_files
from evaluation.tally.inputs import (
    Decision,
    Entry,
    Inputs,
    Published,
    decision_faults,
    entry_faults,
    split_list,
)
from evaluation.tally.load import load_rules
from evaluation.tally.messages import message
from evaluation.tally.read_forms import FormsFile
from evaluation.tally.read_values import ValuesFile
from evaluation.tally.result import result_bytes
from evaluation.tally.rules import Rules
from evaluation.tally.tables import DECISIONS, ENTRIES, FORMS, TableReader, table_bytes
from evaluation.tally.values import COLUMNS

RESULT = "result.json"
_FORMS, _VALUES = "forms.csv", "values.csv"


@dataclass(frozen=True)
class FormRow:
    """One row of forms.csv; `rater` is a pseudonym or empty, `answers` as the form writes them."""

    channel: str
    entry: str
    answers: str = ""
    form: str = ""
    rater: str = ""
    group: str = ""
    state: str = ""
    count: int = 1

    def cells(self) -> tuple[str, ...]:
        count = str(self.count) if self.count != 1 else ""
        return self.channel, self.form, self.rater, self.entry, self.group, self.state, self.answers, count


@dataclass(frozen=True)
class Bundle:
    files: BundleFiles
    rules: Rules
    inputs: Inputs


def read_bundle(path: str | Path) -> Bundle:
    """Read rules and inputs; InputError names every broken place, NoBundle a path that is no bundle."""
    files = BundleFiles(path)
    faults: list[InputFault] = list(_missing_files(files))
    rules = _rules(files, faults)
    if rules is None:
        raise InputError(faults)
    entries = _entries(files, faults)
    decisions = _decisions(files, faults)
    faults += [*entry_faults(rules, entries), *decision_faults(rules, entries, decisions)]
    inputs = _inputs(files, rules, entries, decisions, faults)
    if faults:
        raise InputError(faults)
    return Bundle(files, rules, inputs)


def write_bundle(
    path: str | Path,
    *,
    rules_json: str,
    entries: Iterable[Entry],
    result: Mapping[str, Any] | bytes,
    forms: Iterable[FormRow] | None = None,
    values: Iterable[Mapping[str, str]] | None = None,
    decisions: Iterable[Decision] = (),
    extra: Mapping[str, bytes] | None = None,
) -> None:
    """Write a folder, or a .zip where the path ends so: with `forms` for inspection, with `values` for the public.

    `values` are the rows that `run` returns under that name. Equal content gives equal bytes.
    """
    if (forms is None) == (values is None):
        raise ValueError("a bundle has either forms or values")
    files = {
        "rules.json": rules_json.encode(),
        "entries.csv": _dict_table(ENTRIES, (entry.row() for entry in entries)),
        "decisions.csv": _dict_table(DECISIONS, (decision.row() for decision in decisions)),
        RESULT: result if isinstance(result, bytes) else result_bytes(result),
        **(extra or {}),
    }
    if forms is not None:
        files[_FORMS] = table_bytes(FORMS, (row.cells() for row in forms))
    if values is not None:
        files[_VALUES] = _dict_table(COLUMNS, values)
    write_files(path, {**files, MANIFEST: manifest_text(files).encode()})


def _dict_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    return table_bytes(columns, ([row[column] for column in columns] for row in rows))


def _missing_files(files: BundleFiles) -> Iterable[InputFault]:
    if "rules.json" not in files and "rules.toml" not in files:
        yield InputFault("rules.json", 0, "the file is missing, and there is no rules.toml")
    if "entries.csv" not in files:
        yield InputFault("entries.csv", 0, "the file is missing")
    if _FORMS not in files and _VALUES not in files:
        yield InputFault(_FORMS, 0, "the file is missing, and there is no values.csv")
    if _FORMS in files and _VALUES in files:
        yield InputFault(_VALUES, 0, "stands beside forms.csv; a bundle has one of the two")


def _rules(files: BundleFiles, faults: list[InputFault]) -> Rules | None:
    name, parse = ("rules.json", read_json) if "rules.json" in files else ("rules.toml", read_toml)
    if name not in files:
        return None
    try:
        return load_rules(_parsed(files, name, parse))
    except RulesError as error:
        faults += [InputFault(name, 0, _sentence(fault)) for fault in error.faults if fault.level == "error"]
    except UnicodeDecodeError:
        faults.append(InputFault(name, 0, "is not UTF-8"))
    return None


def _parsed(files: BundleFiles, name: str, parse: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return parse(files.read(name).decode())


def _sentence(fault: Fault) -> str:
    return f"{fault.path}: {message(fault)}" if fault.path else message(fault)


def _entries(files: BundleFiles, faults: list[InputFault]) -> list[Entry]:
    if "entries.csv" not in files:
        return []
    table = TableReader(files, "entries.csv", ENTRIES)
    entries = [_entry(*cells) for _, cells in table]
    faults += table.faults
    return entries


def _entry(key: str, unit: str, title: str, stratum: str, flags: str, veto: str, adjust: str) -> Entry:
    return Entry(key, unit, title, stratum, split_list(flags), split_list(veto), split_list(adjust))


def _decisions(files: BundleFiles, faults: list[InputFault]) -> list[Decision]:
    if "decisions.csv" not in files:
        return []
    table = TableReader(files, "decisions.csv", DECISIONS)
    decisions = [Decision(*cells) for _, cells in table]
    faults += table.faults
    return decisions


def _inputs(
    files: BundleFiles,
    rules: Rules,
    entries: list[Entry],
    decisions: list[Decision],
    faults: list[InputFault],
) -> Inputs:
    keys = frozenset(entry.key for entry in entries)
    if _FORMS in files:
        forms = FormsFile(files, rules, keys)
        faults += forms.faults
        return Inputs(entries, forms.patterns, decisions, forms.wide)
    if _VALUES in files:
        values = ValuesFile(files, rules, keys)
        faults += values.faults
        return Inputs(entries, decisions=decisions, values=Published(values.measures, values.rows))
    return Inputs(entries, decisions=decisions)

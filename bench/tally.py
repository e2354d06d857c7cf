"""Recompute a bundle, against reading its CSV alone: `python -m bench.tally [ROWS]`. Prints seconds and their ratio.

Only the ratio carries over to another machine. Limits for 10^6 rows: 5 with form numbers, 2.5 without.
"""

import csv
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from evaluation.tally import (
    Entry,
    FormRow,
    canonical_json,
    load_rules,
    read_bundle,
    read_toml,
    run,
    write_bundle,
)

ROOT = Path(__file__).parents[1]
ENTRIES = [Entry(f"E{number:03}") for number in range(100)]
LEVELS = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "none")


def named(rows: int, rng: random.Random) -> Iterator[FormRow]:
    """One row a form, each with a number of its own."""
    for row in anonymous(rows, rng):
        yield FormRow(row.channel, row.entry, row.answers, form=f"{rng.getrandbits(64):016x}")


def anonymous(rows: int, rng: random.Random) -> Iterator[FormRow]:
    """One row a form, without any number, as ballots leave the portal."""
    for _ in range(rows):
        answers = rng.choices(LEVELS, (72, 20, 5, 2, 1), k=6)
        yield FormRow("clients", rng.choice(ENTRIES).key, "|".join(answers))


def supervisors() -> Iterator[FormRow]:
    for entry in ENTRIES:
        yield FormRow("supervisors", entry.key, "12|12|12|16|16|12", count=45)


def seconds(work: Callable[[Path], None], path: Path) -> float:
    start = process_time()
    work(path)
    return process_time() - start


def read_csv(path: Path) -> None:
    with (path / "forms.csv").open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass


def recompute(path: Path) -> None:
    bundle = read_bundle(path)
    run(bundle.rules, bundle.inputs, "social")


def measure(kind: Callable[[int, random.Random], Iterator[FormRow]], rows: int, rules: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle"
        forms = [*kind(rows, random.Random(7)), *supervisors()]
        write_bundle(path, rules_json=rules, entries=ENTRIES, forms=forms, result=b"{}\n")
        del forms
        limit = min(seconds(read_csv, path) for _ in range(3))
        ours = min(seconds(recompute, path) for _ in range(3))
    figures = f"csv {limit:.2f} s, recompute {ours:.2f} s, ratio {ours / limit:.1f}"
    print(f"{kind.__name__:9} {rows} rows: {figures}")


def main(rows: int) -> None:
    scheme = ROOT / "evaluation" / "schemes" / "ten-best.toml"
    rules = canonical_json(load_rules(read_toml(scheme.read_text(encoding="utf-8"))).document)
    for kind in (named, anonymous):
        measure(kind, rows, rules)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

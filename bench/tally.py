"""Recompute a bundle, against reading its CSV alone: `python -m bench.tally [ROWS]` (10^6). Prints ratio ÷ limit.

One hundred entries, six items, forms with as many patterns as clients make: about 63,000 of a million. Only ratios and
memory carry over to another machine. Limits for 10^6 rows: 5 with form numbers, 2.5 without; 300 MB.
"""

import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

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
TIMES = 3
MOST_MEMORY = 300


def named(rows: int, rng: random.Random) -> Iterator[FormRow]:
    """One row a form, each with a number of its own."""
    for row in anonymous(rows, rng):
        yield FormRow(row.channel, row.entry, row.answers, form=f"{rng.getrandbits(64):016x}")


def anonymous(rows: int, rng: random.Random) -> Iterator[FormRow]:
    """One row a form, without any number, as ballots leave the portal."""
    for _ in range(rows):
        answers = rng.choices(LEVELS, (78, 17, 3, 1, 1), k=6)
        yield FormRow("clients", rng.choice(ENTRIES).key, "|".join(answers))


def supervisors() -> Iterator[FormRow]:
    for entry in ENTRIES:
        yield FormRow("supervisors", entry.key, "12|12|12|16|16|12", count=45)


# The kinds of forms, with how many times as long as reading them may take.
KINDS: tuple[tuple[Callable[[int, random.Random], Iterator[FormRow]], float], ...] = (
    (named, 5),
    (anonymous, 2.5),
)


def seconds(work: Callable[[Path], Any], path: Path) -> float:
    start = process_time()
    work(path)
    return process_time() - start


def read_csv(path: Path) -> None:
    with (path / "forms.csv").open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass


def recompute(path: Path) -> int:
    """Returns how many patterns the forms have."""
    bundle = read_bundle(path)
    run(bundle.rules, bundle.inputs, "social")
    return len(bundle.inputs.patterns)


def measured(path: Path) -> dict[str, float]:
    """Both in turn, the least of each, in a process of their own whose memory is the recomputing's."""
    patterns = recompute(path)
    memory = peak()
    turns = [(seconds(read_csv, path), seconds(recompute, path)) for _ in range(TIMES)]
    limit, ours = (min(column) for column in zip(*turns, strict=True))
    return {"patterns": patterns, "memory": memory, "csv": limit, "ours": ours}


def peak() -> float:
    """The most memory that this process has held, in MB; getrusage would count what its parent held at the fork."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(
    kind: Callable[[int, random.Random], Iterator[FormRow]], rows: int, rules: str, most: float
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle"
        forms = [*kind(rows, random.Random(7)), *supervisors()]
        write_bundle(path, rules_json=rules, entries=ENTRIES, forms=forms, result=b"{}\n")
        del forms
        words = [sys.executable, "-m", "bench.tally", "--measure", str(path)]
        told = json.loads(subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    what = f"{kind.__name__} {rows} rows, {told['patterns']} patterns"
    print(line(f"{what} ÷ csv", told["ours"] / told["csv"], most))
    print(line(f"{what}, memory in MB", told["memory"], MOST_MEMORY))


def line(what: str, ours: float, most: float) -> str:
    return f"{what:<60}{ours:>8.2f}  {most:>5} at most{ours / most:>8.2f}  {'held' if ours <= most else 'MISSED'}"


def main(rows: int) -> None:
    scheme = ROOT / "evaluation" / "schemes" / "ten-best.toml"
    rules = canonical_json(load_rules(read_toml(scheme.read_text(encoding="utf-8"))).document)
    for kind, most in KINDS:
        measure(kind, rows, rules, most)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measured(Path(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

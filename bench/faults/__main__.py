"""Inject faults into real processes and count what they cost: `python -m bench.faults [--short] [--only F04 …]`.

Real gunicorn, PostgreSQL on the disk, SQLite, Redis and Celery workers, all on 127.0.0.1. Voters send until they have
an answer and write it down; at the end the set of what was acknowledged is compared with the set of what is stored.

lost: acknowledged and not stored · unexpected: stored and never sent · doubled: stored more than once · failed: server
errors. Every guard has a run with it switched off (NC…), which must go wrong, or the run could not tell right from
wrong. Ends with a table; exit code 1 when a run went wrong or a control held.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.faults import casting, closing, counting
from bench.faults.ledger import Row, table
from bench.faults.world import World

Scenario = Callable[[World, Row, int], None]
PG, LITE = "postgres", "sqlite"


@dataclass(frozen=True)
class Case:
    """One scenario with its sizes (ballots, codes, rounds or runs), and its runs: database and guard switched off.

    In the short form only as many of the runs, from the first, as `short_runs` says.
    """

    fault: str
    scenario: Scenario
    full: int
    short: int
    runs: tuple[tuple[str, str], ...]
    short_runs: int


def both(*controls: str) -> tuple[tuple[str, str], ...]:
    return tuple((database, control) for database in (PG, LITE) for control in ("", *controls))


CASES = (
    Case("F01", casting.killed_workers, 1000, 100, ((PG, ""), (PG, "NC3")), 2),
    Case("F02", casting.killed_server, 1000, 50, ((PG, ""),), 1),
    Case("F03", casting.crashed_database, 1000, 150, ((PG, ""), (PG, "NC2")), 2),
    Case("F04", casting.everything_at_once, 1000, 150, ((PG, ""), (PG, "NC1")), 2),
    Case("F05", casting.lost_answers, 500, 60, both("NC4", "NC4b"), 3),
    Case("F06", casting.one_code_many_posts, 200, 5, both(), 1),
    Case("F12", counting.killed_counter, 25, 2, both(), 1),
    Case("F13", counting.delivered_twice, 1, 1, both("NC6"), 0),
    Case("F13", counting.called_together, 1, 1, both("NC6"), 2),
    Case("F19", closing.close_in_flight, 20, 3, both("NC5"), 2),
    Case("F30", casting.small_installation, 500, 100, ((LITE, ""), (LITE, "NC1"), (LITE, "NC10")), 3),
    Case("link", closing.linking, 200, 200, ((PG, ""), (PG, "NC8")), 2),
)


def main() -> int:
    options = arguments()
    # Told to end (a time limit, a closed terminal), every server still ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began, rows, world = time.monotonic(), [], World(options.seed, codes=300 if options.short else 1000)
    try:
        for case in CASES:
            if options.only and case.fault not in options.only:
                continue
            for database, control in case.runs[: case.short_runs if options.short else None]:
                if options.database in {database, "both"}:
                    rows.append(run(world, case, database, control, short=options.short))
    finally:
        world.end()
    wrong = [row for row in rows if not row.as_required]
    print(f"\n{table(rows)}\n\nseed {options.seed}, {time.monotonic() - began:.0f} s")
    print(
        f"{len(wrong)} of {len(rows)} runs not as required" if wrong else f"all {len(rows)} runs as required"
    )
    return 1 if wrong or not rows else 0


def run(world: World, case: Case, database: str, control: str, *, short: bool) -> Row:
    row, began = Row(case.fault, control, database), time.monotonic()
    case.scenario(world, row, case.short if short else case.full)
    row.seconds = time.monotonic() - began
    said = "; ".join([f"{row.seconds:.1f} s", *row.told, *dict.fromkeys([*row.unproved, *row.faults])])
    print(f"{row.fault} {row.database} {row.control or 'every guard on'}: {row.verdict} ({said})", flush=True)
    return row


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true", help="smaller numbers, for the gate")
    parser.add_argument("--only", nargs="*", default=[], metavar="FAULT")
    parser.add_argument("--database", choices=(PG, LITE, "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

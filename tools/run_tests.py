"""Runs every part of the gate, a line for each, and fails when one failed or did not run.

`python -m tools.run_tests [PART …]`; parts are named by the first word of their line; `check` is all that needs no
tests. A part of tests that found none, or skipped one, has failed: nothing is proved by what did not run.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".cache" / "reports"
# A hundred processes begin with the same modules: compiled by the first of them, whatever is usual on this machine.
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
PACKAGES = ("brandportal", "applications", "evaluation", "naming", "demo", "tools")
WORKER = "tests/integration/worker"
# What does not hang on the database is asked once. Who may do what, and how bad input is told, of the one that takes
# fewer kinds of text and number: so every page is drawn there too. What schemes lead to, what each page, form and paper
# shows and how many questions a list asks, of the one that needs no server.
ON_POSTGRES = ("tests/integration/matrix/test_matrix.py", "tests/integration/corpus")
ON_SQLITE = (
    "*_page.py",
    "*_pages.py",
    "*_document.py",
    "*/accounts/test_query_counts.py",
    "*/applications/test_unit.py",
    "*/matrix/test_seals.py",
    "*/demo/test_stages.py",
    "*/evaluation/test_every_scheme.py",
    "*/evaluation/test_list_queries.py",
    "*/evaluation/test_workbook.py",
    "*/naming/test_lists.py",
    "*/naming/test_papers.py",
    "*/naming/test_schemes_named.py",
    "*/operation/test_environments.py",
)


@dataclass(frozen=True)
class Part:
    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    tests: bool = False


@dataclass(frozen=True)
class Outcome:
    part: Part
    fault: str
    seconds: float
    passed: int = 0


def _module(name: str, *words: str) -> Part:
    return Part(name, (sys.executable, "-m", *words))


def _tests(name: str, *words: str, database: str = "sqlite") -> Part:
    report = REPORTS / f"{name}.xml"
    command = (sys.executable, "-m", "pytest", "-q", "--no-header", f"--junit-xml={report}", *words)
    return Part(name, command, {"TEST_DATABASE": database}, tests=True)


def _integration(database: str, *without: str) -> Part:
    ignored = (f"--ignore-glob={ROOT / path}" for path in (WORKER, *without))
    return _tests(f"integration-{database}", "tests/integration", *ignored, database=database)


CHECKS = (
    _module("format", "ruff", "format", "--check", "--quiet", "."),
    _module("lint", "ruff", "check", "--quiet", "."),
    _module("types", "mypy", *PACKAGES),
    _module("templates", "djlint", "--lint", "--quiet", "templates"),
    Part("arrows", (sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()")),
    Part("migrations", (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")),
    _module("translations", "tools.messages", "check"),
)
TESTS = (
    _tests("house", "tests/house"),
    _tests("unit", "tests/unit"),
    _integration("sqlite", *ON_POSTGRES),
    _integration("postgres", *ON_SQLITE),
    _tests("worker-sqlite", WORKER),
    _tests("worker-postgres", WORKER, database="postgres"),
    _module("faults", "bench.faults", "--short"),
    _tests("browser", "tests/browser"),
)


# Parts share no database, server or port. In turn as they stand here, the others last: the longest first, so that no core
# is idle at the end; faults mostly wait for processes to start or to be found dead, and go well beside any.
LANES = 3
FIRST = (
    "integration-postgres",
    "browser",
    "integration-sqlite",
    "faults",
    "unit",
    "worker-postgres",
    "worker-sqlite",
)


def main() -> int:
    started = time.monotonic()
    REPORTS.mkdir(parents=True, exist_ok=True)
    parts = chosen(sys.argv[1:])
    with ThreadPoolExecutor(max_workers=LANES) as lanes:
        outcomes = list(lanes.map(run, sorted(parts, key=_turn)))
    failed = [outcome.part.name for outcome in outcomes if outcome.fault]
    passed = sum(outcome.passed for outcome in outcomes)
    verdict = (
        f"{len(failed)} of {len(outcomes)} parts failed ({', '.join(failed)})" if failed else "all parts ran"
    )
    _say(f"===== {passed} passed, {verdict}, in {time.monotonic() - started:.0f}s =====")
    return 1 if failed else 0


def _turn(part: Part) -> int:
    return FIRST.index(part.name) if part.name in FIRST else len(FIRST)


def chosen(names: list[str]) -> tuple[Part, ...]:
    parts = CHECKS + TESTS
    if not names:
        return parts
    wanted = tuple(part for part in parts if part.name in names or ("check" in names and part in CHECKS))
    if not wanted:
        sys.exit(f"No such part. There are: check, {', '.join(part.name for part in parts)}")
    return wanted


def run(part: Part) -> Outcome:
    started = time.monotonic()
    report = REPORTS / f"{part.name}.xml"
    report.unlink(missing_ok=True)
    done = subprocess.run(
        part.words, cwd=ROOT, env={**os.environ, **KEPT, **part.environment}, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    passed, fault = counted(report) if part.tests else (0, "")
    if done.returncode:
        fault = fault or f"exit code {done.returncode}"
    outcome = Outcome(part, fault, time.monotonic() - started, passed)
    _show(outcome, done.stdout)
    return outcome


def counted(report: Path) -> tuple[int, str]:
    """How many passed, and what is wrong with the rest."""
    if not report.exists():
        return 0, "did not run"
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314  our own file
    total, failures, errors, skipped = map(sum, zip(*map(_counts, suites), strict=True))
    passed = total - failures - errors - skipped
    if not total:
        return 0, "found no tests"
    fault = ", ".join(
        f"{count} {word}"
        for count, word in ((failures, "failed"), (errors, "in error"), (skipped, "skipped"))
        if count
    )
    return passed, fault


def _counts(suite: ET.Element) -> tuple[int, ...]:
    return tuple(int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped"))


def _show(outcome: Outcome, output: str) -> None:
    if outcome.fault:
        _say(output.rstrip())
    tests = f"{outcome.passed} passed" if outcome.part.tests else ""
    word = f"FAILED: {outcome.fault}" if outcome.fault else "ok"
    _say(f"{outcome.part.name:<22}{word:<10}{outcome.seconds:7.1f} s  {tests}".rstrip())


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

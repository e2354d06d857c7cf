"""`python -m tools.messages extract | check | compile`: the translations, without a system gettext.

extract  rewrites the committed catalogue from the sources; what is translated stays, what is gone goes
check    fails, with a sentence for each, when the catalogue is not what `extract` would write or has gaps
compile  writes the binary catalogue that Django reads
"""

import argparse
import sys
from pathlib import Path

from tools import catalogue
from tools.extraction import extract

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["extract", "check", "compile"])
    command = parser.parse_args().command
    if command == "compile":
        sys.stdout.write(f"{catalogue.compile_catalogue(ROOT).relative_to(ROOT)}\n")
        return 0
    return _extract() if command == "extract" else _check()


def _extract() -> int:
    path = catalogue.po_path(ROOT)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = catalogue.build(extract(ROOT), catalogue.translations(catalogue.read(path)))
    path.write_text(f"{fresh}", encoding="utf-8")
    return _report(list(catalogue.faults(fresh)), len(fresh), failing=0)


def _check() -> int:
    path = catalogue.po_path(ROOT)
    current = catalogue.read(path)
    found = list(catalogue.faults(current))
    fresh = catalogue.build(extract(ROOT), catalogue.translations(current))
    if not found and f"{fresh}" != path.read_text(encoding="utf-8"):
        found = ["the catalogue is not what the sources hold: run `make messages` and commit it"]
    return _report(found, len(current), failing=1)


def _report(found: list[str], total: int, *, failing: int) -> int:
    sys.stdout.write("".join(f"{sentence}\n" for sentence in found))
    sys.stdout.write(f"{total} messages, {len(found)} to mend\n")
    return failing if found else 0


if __name__ == "__main__":
    sys.exit(main())

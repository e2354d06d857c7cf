"""How long 1,000 slips with QR codes take, from the draw to the file: python bench/ballot_sheets.py

Prints seconds for drawing the codes, for the PDF, and for both; nothing is stored and no server is started.
"""

# ruff: noqa: PLC0415  the database is chosen before Django is loaded
import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DOOR = "https://brands.example.gov.cn/p"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="write the PDF there")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ballot-sheets-"))
    os.environ |= {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'sheets.sqlite3'}"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "brandportal.settings"
    try:
        measure(options.codes, options.keep)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(codes: int, keep: Path | None) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from brandportal.documents.pdf import render_pdf
    from evaluation.selectors.ballot_sheets import TEMPLATE, ballot_sheets
    from evaluation.services.codes import draw_codes
    from tests.ballots import prepare_rating
    from tests.cast import assemble

    call_command("migrate", verbosity=0)
    road = prepare_rating(assemble(), codes=1)
    began = time.perf_counter()
    draw = draw_codes(road.clients, [road.application("A001")], codes)
    drawn = time.perf_counter()
    data = render_pdf(TEMPLATE, ballot_sheets(road.clients, draw.slips, DOOR))
    done = time.perf_counter()
    if keep:
        keep.write_bytes(data)
    print(
        f"{codes} slips: drawn in {drawn - began:.2f} s, printed in {done - drawn:.2f} s, together "
        f"{done - began:.2f} s; {len(data) // 1024} KB"
    )


if __name__ == "__main__":
    main()

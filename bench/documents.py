"""Printing: `python -m bench.documents [N]`. Prints seconds for N certificates in one PDF (100) and their parts.

The ratios carry over to another machine; the limit for 100 certificates is 5 seconds of one processor.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from time import process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brandportal.settings")
django.setup()

from applications.models import Brand, Round  # noqa: E402  models exist once Django is set up
from brandportal.documents.pdf import render_pdf  # noqa: E402
from brandportal.documents.qr import qr_svg  # noqa: E402
from naming.models import Designation, NamingList  # noqa: E402
from naming.selectors.certificates import certificates_data  # noqa: E402

TEMPLATE = "naming/certificate.typ"


def designations(count: int) -> list[Designation]:
    round = Round(title_zh="2026年“十佳机关服务品牌”评选", naming_body="中共县委、县人民政府", code="bench")
    round.naming_list = NamingList(document_number="县发〔2026〕21号")
    return [
        Designation(
            round=round,
            brand=Brand(code=f"brand-{place}"),
            brand_name=f"第{place}号“一站式、零距离、全天候”便民服务品牌",
            unit_name=f"第{place}人力资源和社会保障局",
            number=f"TB-2026-{place:04}",
            position=place,
            designated_on=date(2026, 11, 1),
        )
        for place in range(1, count + 1)
    ]


def seconds(work: Callable[[], Any]) -> float:
    start = process_time()
    work()
    return process_time() - start


def absolute(path: str) -> str:
    return f"https://brands.example{path}"


def main(count: int) -> None:
    named = designations(count + 1)
    alone, rest = named[:1], named[1:]
    # The fonts are read once a process. typst remembers what it has set: nothing below is set twice.
    render_pdf("_drawing.typ", {"svg": qr_svg("warm")})
    one = seconds(lambda: render_pdf(TEMPLATE, certificates_data(alone, absolute)))
    codes = seconds(lambda: [qr_svg(absolute(each.get_absolute_url())) for each in rest])
    made: list[bytes] = []
    whole = seconds(lambda: made.append(render_pdf(TEMPLATE, certificates_data(rest, absolute))))
    print(
        f"{count} certificates in one PDF of {len(made[0]) / 1024:.0f} KB: {whole:.2f} s, of it codes {codes:.2f} s"
    )
    print(f"the first alone {one:.2f} s; each of {count} costs {whole / one / count:.2f} of it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

"""Fill an empty, migrated PostgreSQL database and print its facts as JSON: `python -m bench.ratios.prepare CODES LIMITS`.

Fifty brands under rules with six items, CODES codes for voters, LIMITS codes with plain digests for each of pgbench's
clients, fifty designations on a public list, and a supervisor who is signed in.
"""

import json
import sys
from datetime import date
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from applications.models import Brand  # noqa: E402
from bench.ratios import BRANDS, ITEMS  # noqa: E402
from evaluation import tokens  # noqa: E402
from evaluation.models import Code, ScoreSheet  # noqa: E402
from naming.models import Designation, NamingList  # noqa: E402
from tests.ballots import Road, open_rating  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.schemes import small_scheme  # noqa: E402

CLIENTS = 32
EVEN = 40  # sheets; even, so that each belongs to one of the two threads of wrk
NAMED = date(2026, 8, 12)


def main(codes: int, limits: int) -> dict[str, Any]:
    channels = small_scheme()["channel"]
    channels[1]["items"] = [{"key": key, "title": {"zh": key, "en": key}} for key in ITEMS]
    road = open_rating(assemble(), brands=BRANDS, codes=1, channel=channels)
    pairs = voters(road, codes)
    limit_codes(road, limits)
    name_all(road)
    sheets = list(ScoreSheet.objects.filter(rater__user=road.cast.sun).counted().order_by("pk")[:EVEN])
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(road.cast.sun)
    return {
        "round": road.round.code,
        "round_id": road.round.pk,
        "channel_id": road.clients.pk,
        "application_id": road.applications[0].pk,
        "codes": pairs,
        "sheets": [sheet.pk for sheet in sheets],
        "sheet_paths": [sheet.get_absolute_url() for sheet in sheets],
        "session": client.cookies["sessionid"].value,
    }


def voters(road: Road, number: int) -> list[tuple[str, str]]:
    """Codes as the portal makes them, without the letter that would hand them out."""
    applications = road.applications
    pairs = [(applications[place % BRANDS], tokens.new_code()) for place in range(number)]
    facts = {"round": road.round, "channel": road.clients}
    rows = [
        Code(digest=tokens.digest(code), application=one, serial=f"bench-{place}", **facts)
        for place, (one, code) in enumerate(pairs)
    ]
    Code.objects.bulk_create(rows, batch_size=5000)
    return [(one.code, code) for one, code in pairs]


def limit_codes(road: Road, each: int) -> None:
    """Codes that pgbench can name by client and number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evaluation_code "
            "(digest, round_id, channel_id, application_id, voter_group, serial, used, revoked) "
            "SELECT lpad((client * 1000000 + number)::text, 64, '0'), %s, %s, %s, '', "
            "'limit-' || client || '-' || number, "
            "false, false FROM generate_series(0, %s) AS client, generate_series(1, %s) AS number",
            [road.round.pk, road.clients.pk, road.applications[0].pk, CLIENTS - 1, each],
        )


def name_all(road: Road) -> None:
    NamingList.objects.create(
        round=road.round,
        title="关于命名服务品牌的决定",
        document_number="办发〔2026〕21号",
        published_on=NAMED,
    )
    for place, one in enumerate(road.applications, start=1):
        brand = Brand.objects.create(code=f"brand-{place}", unit=one.unit, name=one.brand_name)
        Designation.objects.create(
            round=road.round, application=one, brand=brand, unit=one.unit, brand_name=one.brand_name,
            unit_name=one.unit.name_zh, number=f"TB-2026-{place:04}", position=place, designated_on=NAMED,
        )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

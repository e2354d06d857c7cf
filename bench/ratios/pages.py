"""Requests: casting, the ballot page, the public list, saving a score; each beside its limit, in turn."""

import contextlib
import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.faults.servers import Web
from bench.faults.world import SECRET, Database, World
from bench.ratios import BRANDS, ITEMS
from bench.ratios.load import SECONDS, Request, requests_per_second, transactions_per_second
from evaluation import tokens

THREADS = 4  # of each worker, as docs/operation.md starts gunicorn
FASTEST = 2500  # casts a second that no machine of two cores will reach here
LIMIT_SQL = """\\set number :number + 1
SELECT pg_advisory_xact_lock_shared(1, 1) \\; WITH taken AS (UPDATE evaluation_code SET used = true
 WHERE digest = lpad((:client_id * 1000000 + :number)::text, 64, '0') AND channel_id = {channel}
 AND application_id = {application} AND NOT used AND NOT revoked RETURNING 1)
 INSERT INTO evaluation_ballot (id, round_id, channel_id, application_id, voter_group, answers, receipt_digest)
 SELECT md5(random()::text), {round}, {channel}, {application}, '', 'satisfied|satisfied|satisfied|none|none|none',
 md5(random()::text) || md5(random()::text) FROM taken;
"""
CLEAN = (
    "UPDATE evaluation_code SET used = false WHERE used AND serial LIKE 'limit-%'",
    "TRUNCATE evaluation_ballot",
    "VACUUM ANALYZE evaluation_code",
)
TOKEN = "b" * 32


@dataclass
class Bench:
    """The servers of one run and what was measured, several times each."""

    world: World
    database: Database
    facts: dict[str, Any]
    ours: Web
    bare: Web
    tutorial: Web
    rates: dict[str, list[float]] = field(default_factory=dict)
    next_code: int = 0

    def note(self, name: str, rate: float) -> None:
        self.rates.setdefault(name, []).append(rate)

    def rate(self, name: str) -> float:
        return median(self.rates[name])

    def ratio(self, ours: str, limit: str) -> float:
        """The median over the rounds: both of a round were measured within seconds, whatever else the machine did."""
        return median(own / most for own, most in zip(self.rates[ours], self.rates[limit], strict=True))

    def codes(self, number: int) -> list[tuple[str, str]]:
        first, self.next_code = self.next_code, self.next_code + number
        taken: list[tuple[str, str]] = self.facts["codes"][first : self.next_code]
        if len(taken) < number:
            raise RuntimeError("the codes are used up")
        return taken

    def ask(self, name: str, web: Web, requests: list[Request], connections: int = 8) -> None:
        self.note(name, requests_per_second(web.port, requests, connections))

    @property
    def signed_in(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.facts['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
        }


@contextlib.contextmanager
def bench(world: World, rounds: int) -> Iterator[Bench]:
    codes = str(rounds * 4 * SECONDS * FASTEST // 2)
    prepare = ("bench.ratios.prepare", codes, "4000")
    with (
        world.database("postgres", *prepare) as (database, facts),
        Web(world, database, facts, THREADS) as ours,
        Web(world, database, facts, THREADS, BENCH_PEERS="bare", FAULTS_WARM="/ok/") as bare,
        Web(world, database, facts, THREADS, BENCH_PEERS="full", FAULTS_WARM="/ok/") as tutorial,
    ):
        yield Bench(world, database, facts, ours, bare, tutorial)


def measure(one: Bench, rounds: int, say: Callable[[str], None]) -> None:
    for number in range(rounds):
        warm(one)
        for clients in (8, 32):
            cast(one, clients)
        read(one)
        save(one)
        rates = ", ".join(f"{name} {rates[-1]:.0f}" for name, rates in one.rates.items())
        say(f"requests a second, round {number + 1} of {rounds}: {rates}")


def warm(one: Bench) -> None:
    """Let every worker have shown every ballot: a day of voting has one first minute."""
    every = [Request("GET", f"/b/{one.facts['round']}/A{number:03}/") for number in range(1, BRANDS + 1)]
    requests_per_second(one.ours.port, every, 8)


def cast(one: Bench, clients: int) -> None:
    places = {name: one.facts[f"{name}_id"] for name in ("round", "channel", "application")}
    script = LIMIT_SQL.format(**places)
    one.database.write(*CLEAN)
    name = one.database.name
    one.note(f"pgbench {clients}", transactions_per_second(one.world, name, script, clients, number=0))
    one.ask(f"bare {clients}", one.bare, [Request("GET", "/ok/")], clients)
    enough = SECONDS * FASTEST // 2
    one.ask(f"tutorial {clients}", one.tutorial, [_tutorial(*pair) for pair in one.codes(enough)], clients)
    one.ask(f"cast {clients}", one.ours, [_cast(one, *pair) for pair in one.codes(enough)], clients)


def _cast(one: Bench, brand: str, code: str) -> Request:
    receipt = tokens.new_receipt(SECRET, one.facts["round"])
    answers = {f"item-{item}": "satisfied" for item in ITEMS}
    body = urlencode({"code": code, "receipt": receipt, **answers})
    return Request("POST", f"/b/{one.facts['round']}/{brand}/cast/", body)


def _tutorial(brand: str, code: str) -> Request:
    body = urlencode({"code": code, "csrfmiddlewaretoken": TOKEN, **dict.fromkeys(ITEMS, "satisfied")})
    return Request("POST", f"/tutorial/{brand}/", body, {"Cookie": f"csrftoken={TOKEN}"})


def read(one: Bench) -> None:
    one.ask("bare", one.bare, [Request("GET", "/ok/")])
    one.ask("ballot page", one.ours, [Request("GET", f"/b/{one.facts['round']}/A001/")])
    where = f"/lists/{one.facts['round']}/"
    one.ask("list", one.ours, [Request("GET", where)])
    one.ask(
        "list uncached", one.ours, [Request("GET", f"{where}?q=%E5%93%81&page=1&n={n}") for n in range(5000)]
    )
    tag = etag_of(one.ours, where)
    if tag:
        one.ask("list conditional", one.ours, [Request("GET", where, headers={"If-None-Match": tag})])


def etag_of(web: Web, where: str) -> str:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)) as connection:
        connection.request("GET", where)
        answer = connection.getresponse()
        answer.read()
        return answer.headers.get("ETag", "")


def save(one: Bench) -> None:
    one.ask("one update", one.bare, [Request("GET", f"/update/?sheet={one.facts['sheets'][0]}")])
    one.ask("save score", one.ours, _scores(one))


def _scores(one: Bench) -> list[Request]:
    """Every sheet of the supervisor in turn, each save on the revision that the one before has left."""
    paths = dict(zip(one.facts["sheets"], one.facts["sheet_paths"], strict=True))
    every = one.database.read("SELECT id, revision FROM evaluation_scoresheet ORDER BY id")
    found = [row for row in every if row[0] in paths]
    return [
        Request("POST", paths[sheet], _score(revision + step), one.signed_in)
        for step in range(SECONDS * FASTEST // len(found))
        for sheet, revision in found
    ]


def _score(revision: int) -> str:
    return urlencode({"name": str(20 + revision % 20), "standard": "50", "sheet.revision": revision})

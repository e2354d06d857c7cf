"""Cast ballots while web workers are killed, and count what is lost: python bench/cast_faults.py

500 ballots, 40 in flight, each code sent twice at once under two receipts, as from two tabs; whoever gets no answer
sends again with the same receipt. Every 0.25 to 0.6 s a random gunicorn worker gets kill -9. Then the same with a
guard switched off, which must fail, or the harness could not tell right from wrong: check-then-act in place of the
conditional UPDATE on both databases, and deferred transactions on SQLite.

lost: acknowledged and not stored; unexpected: stored and never sent; doubled: stored beyond one for each code;
failed: answers that were server errors.
Everything listens on 127.0.0.1 and ends by itself.
"""

# ruff: noqa: PLC0415  the database is chosen before Django is loaded
import argparse
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORKERS, BRANDS = 4, 4
# Loaded once and forked: a new worker is there at once, however busy the machine is.
QUIET = ("--preload", "--no-control-socket")
PATIENCE = 150
WRONG = 3  # the exit code of a run whose ballots do not add up
CONTROLS = {"sqlite": ("check-then-act", "deferred"), "postgres": ("check-then-act",)}


Request = tuple[str, str, str, dict[str, str]]


@dataclass
class Plan:
    """The ballots: (address, code, receipt, fields) per request; two requests for each code."""

    requests: list[Request]
    codes: int


@dataclass
class Told:
    """What the clients were told, as each of them wrote it down."""

    deadline: float
    acknowledged: set[str] = field(default_factory=set)
    refused: int = 0
    retries: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def web() -> WSGIApplication:
    """The portal; with CAST_NAIVE its casting checks first and acts afterwards, each statement on its own."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    if os.environ.get("CAST_NAIVE"):
        from evaluation.services import casting

        # One immediate transaction around both would make them safe on SQLite: nobody else gets between.
        casting.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
        casting._take_code = check_then_act  # noqa: SLF001  the guard that is switched off
    warm(os.environ["CAST_WARM"])
    return application


def warm(where: str) -> None:
    """Load templates, translations and addresses before the workers are forked; no connection may be shared."""
    from django.db import connections
    from django.test import Client

    Client(headers={"host": "127.0.0.1"}).post(where, {"code": "0", "receipt": "0"})
    connections.close_all()


def check_then_act(code: str, application: Any) -> bool:
    """The mistake that the conditional UPDATE avoids."""
    from evaluation.models import Code

    usable = Code.objects.filter(digest=code, application=application, used=False, revoked=False).exists()
    if usable:
        Code.objects.filter(digest=code).update(used=True)
    return usable


def main() -> int:
    options = arguments()
    wrong = []
    for database in CONTROLS if options.database == "both" else (options.database,):
        for control in ("", *CONTROLS[database]):
            words = [sys.executable, __file__, "--one", database, *options.again(control)]
            wrong += judged(control, f"{database}: ", subprocess.run(words, check=False).returncode)
    print("all as required" if not wrong else "; ".join(wrong))
    return 1 if wrong else 0


def judged(control: str, where: str, code: int) -> list[str]:
    if code not in {0, WRONG}:
        return [f"{where}the run did not end"]
    if code == WRONG:
        return [] if control else [f"{where}ballots went wrong"]
    return [f"{where}the control {control} held, so this run proves nothing"] if control else []


class Options(argparse.Namespace):
    def again(self, control: str) -> list[str]:
        words = ["--ballots", self.ballots, "--flight", self.flight, "--seed", self.seed]
        return [*map(str, words), "--control", control]


def arguments() -> "Options":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--ballots", type=int, default=500)
    parser.add_argument("--flight", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", default="", help="the guard that is switched off")
    parser.add_argument("--one", choices=("sqlite", "postgres"), help=argparse.SUPPRESS)
    return parser.parse_args(namespace=Options())


def one_run(options: Options) -> int:
    folder = Path(tempfile.mkdtemp(prefix="cast-faults-"))
    server = None
    try:
        if options.one == "postgres":
            server = start_postgres()
        os.environ["DATABASE_URL"] = server.url if server else f"sqlite:///{folder / 'cast.sqlite3'}"
        os.environ["VAR_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        if options.control == "check-then-act":
            os.environ["CAST_NAIVE"] = "1"
        if options.control == "deferred":
            os.environ["BENCH_DEFERRED"] = "1"
        return measure(options, folder)
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def start_postgres() -> Any:
    import psycopg2

    from tests.services import postgres

    # Killed are web workers only, yet a ballot is acknowledged as an installation would: after it lies on the disk.
    postgres.FAST.update({"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"})
    server = postgres.Postgres()
    server.start()
    login = psycopg2.connect(server.url.rsplit("/", 1)[0] + "/postgres")
    login.autocommit = True
    login.cursor().execute("CREATE DATABASE portal")
    login.close()
    return server


def measure(options: Options, folder: Path) -> int:
    import django

    django.setup()
    rng = random.Random(options.seed)
    plan = prepare(options.ballots, rng)
    from tests.services.postgres import free_port

    os.environ["CAST_WARM"] = plan.requests[0][0]
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}"]
    with (folder / "gunicorn.log").open("wb") as log:
        master = subprocess.Popen(
            [*command, *QUIET, "--timeout", "30", "bench.cast_faults:web()"], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            wait_for(port)
            began = time.monotonic()
            told, kills = fire(plan, port, master.pid, options.flight, rng)
            seconds = time.monotonic() - began
        finally:
            master.terminate()
            master.wait(30)
    for line, number in errors_of(folder / "gunicorn.log"):
        print(f"  {number} × {line}")
    return report(options, plan, told, kills, seconds)


def prepare(ballots: int, rng: random.Random) -> Plan:
    from django.core.management import call_command

    from evaluation.services.casting import new_receipt
    from tests.ballots import open_rating
    from tests.cast import assemble

    call_command("migrate", verbosity=0)
    road = open_rating(assemble(), codes=-(-ballots // BRANDS))
    pairs = [(brand, code) for brand, codes in road.codes.items() for code in codes][:ballots]
    requests = []
    for brand, code in pairs:
        for _tab in range(2):
            answers = {
                f"item-{key}": rng.choice(["very_satisfied", "satisfied", "none"])
                for key in ("attitude", "efficiency")
            }
            requests.append(
                (f"/b/{road.round.code}/{brand}/cast/", code, new_receipt(road.round.code), answers)
            )
    # Both of a code close together, so that they are in flight at once.
    blocks = [requests[place : place + 2] for place in range(0, len(requests), 2)]
    rng.shuffle(blocks)
    return Plan([request for block in blocks for request in block], len(pairs))


def fire(plan: Plan, port: int, master: int, flight: int, rng: random.Random) -> tuple[Told, int]:
    told, over = Told(time.monotonic() + PATIENCE), threading.Event()
    kills = [0]
    killer = threading.Thread(target=kill_workers, args=(master, over, kills, rng))
    killer.start()
    try:
        with ThreadPoolExecutor(flight) as clients:
            list(clients.map(lambda request: vote(request, port, told), plan.requests))
    finally:
        over.set()
        killer.join()
    return told, kills[0]


def kill_workers(master: int, over: threading.Event, kills: list[int], rng: random.Random) -> None:
    while not over.wait(rng.uniform(0.25, 0.6)):
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            try:
                os.kill(int(rng.choice(children)), signal.SIGKILL)
                kills[0] += 1
            except ProcessLookupError:
                pass


def vote(request: Request, port: int, told: Told) -> None:
    """Send until there is an answer; what was answered is written down."""
    where, code, receipt, answers = request
    body = urlencode({"code": code, "receipt": receipt, **answers})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": f"127.0.0.1:{port}"}
    while time.monotonic() < told.deadline:
        status = ask(port, where, body, headers)
        with told.lock:
            told.statuses[status] += 1
            if status == 200:
                told.acknowledged.add(receipt)
                return
            if status == 409:
                told.refused += 1
                return
            told.retries += 1
        time.sleep(0.05)


def ask(port: int, where: str, body: str, headers: dict[str, str]) -> int:
    """Return the status, 0 where the connection broke."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", where, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def wait_for(port: int) -> None:
    for _time in range(200):
        if (
            ask(port, "/b/receipt/", "receipt=0", {"Content-Type": "application/x-www-form-urlencoded"})
            == 422
        ):
            return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not answer")


def errors_of(log: Path) -> list[tuple[str, int]]:
    """The commonest lines that name an exception."""
    lines = (
        line
        for line in log.read_text(errors="replace").splitlines()
        if line[:1].isalpha() and "Error" in line
    )
    return Counter(line[:160] for line in lines).most_common(4)


def report(options: Options, plan: Plan, told: Told, kills: int, seconds: float) -> int:
    from evaluation import tokens
    from evaluation.models import Ballot, Code

    stored = set(Ballot.objects.values_list("receipt_digest", flat=True))
    sent = {tokens.receipt_digest(receipt) for _where, _code, receipt, _answers in plan.requests}
    acknowledged = {tokens.receipt_digest(receipt) for receipt in told.acknowledged}
    lost, unexpected = len(acknowledged - stored), len(stored - sent)
    doubled = max(len(stored) - plan.codes, 0)
    missing = plan.codes - len(stored)
    used = Code.objects.filter(used=True).count()
    failed = sum(number for status, number in told.statuses.items() if status >= 500)
    name = f"{options.one}, {options.control or 'every guard on'}"
    print(
        f"{name}: {plan.codes} codes, {len(plan.requests)} ballots sent, {options.flight} in flight, {kills} kills, "
        f"{seconds:.1f} s, seed {options.seed}\n"
        f"  acknowledged {len(acknowledged)}, refused {told.refused}, sent again {told.retries}, stored {len(stored)}, "
        f"used codes {used}\n"
        f"  lost {lost}, unexpected {unexpected}, doubled {doubled}, failed {failed}, "
        f"answers {dict(sorted(told.statuses.items()))}",
        flush=True,
    )
    return WRONG if lost or unexpected or doubled or failed or missing > 0 or used != len(stored) else 0


if __name__ == "__main__":
    chosen = arguments()
    sys.exit(one_run(chosen) if chosen.one else main())

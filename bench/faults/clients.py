"""The voters: each sends its ballot until there is an answer, and writes down what it was told."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from evaluation import tokens

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE = 600
PAUSE = 0.1
BROKEN, WRONG_RECEIPT = 0, 599
COUNTED, UNUSABLE, UNCLEAR = 200, 409, 422
# The same refusal, after many of them from one address.
TOO_MANY = 429


@dataclass(frozen=True)
class Ballot:
    """What one tab sends; a code may be in several."""

    brand: str
    code: str
    receipt: str
    answers: dict[str, str]


@dataclass
class Told:
    """What the voters were told, kept outside of everything that is killed."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    refused: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, receipt: str) -> None:
        with self.lock:
            self.attempted.add(tokens.receipt_digest(receipt))

    def answer(self, ballot: Ballot, receipt: str, status: int, seconds: float) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append(seconds)
            if status == COUNTED:
                self.acknowledged[tokens.receipt_digest(receipt)] = tokens.digest(
                    tokens.normalise(ballot.code)
                )
            self.refused += status == UNUSABLE

    @property
    def answered(self) -> int:
        return self.statuses[COUNTED] + self.statuses[UNUSABLE]

    def failed(self, *, outage: bool) -> int:
        """Answers that are the portal's fault; while the database is down 503 is an honest one."""
        honest = {503} if outage else set()
        return sum(
            number for status, number in self.statuses.items() if status >= 500 and status not in honest
        )

    @property
    def slow(self) -> float:
        """Return the 95th percentile of one request, in seconds."""
        ranked = sorted(self.seconds)
        return ranked[int(len(ranked) * 0.95)] if ranked else 0.0


@dataclass(frozen=True)
class Box:
    """Where ballots are sent, and whose receipts count there."""

    port: int
    round: str
    secret: str

    def new_receipt(self) -> str:
        return tokens.new_receipt(self.secret, self.round)


def send_all(ballots: Sequence[Ballot], box: Box, flight: int, told: Told | None = None) -> Told:
    """Send `ballots`, `flight` at once, each until it has an answer."""
    told = told or Told()
    deadline = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(flight) as clients:
        list(clients.map(lambda ballot: vote(ballot, box, told, deadline), ballots))
    return told


def vote(ballot: Ballot, box: Box, told: Told, deadline: float) -> None:
    receipt = ballot.receipt
    while time.monotonic() < deadline:
        told.attempt(receipt)
        began = time.monotonic()
        status = send(ballot, receipt, box)
        if status == TOO_MANY:
            status = UNUSABLE
        told.answer(ballot, receipt, status, time.monotonic() - began)
        if status in {COUNTED, UNUSABLE}:
            return
        if status == UNCLEAR:
            # The page has said that this number stands for another ballot, and has shown a new one.
            receipt = box.new_receipt()
        time.sleep(PAUSE)


def send(ballot: Ballot, receipt: str, box: Box) -> int:
    fields = {f"item-{key}": answer for key, answer in ballot.answers.items()}
    body = urlencode({"code": ballot.code, "receipt": receipt, **fields})
    status, page = ask(box.port, "POST", f"/b/{box.round}/{ballot.brand}/cast/", body)
    if status == COUNTED and tokens.show_receipt(receipt).encode() not in page:
        return WRONG_RECEIPT
    return status


def ask(port: int, method: str, where: str, body: str = "") -> tuple[int, bytes]:
    """Return status and page; status 0 where the connection broke."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, where, body, {**FORM, "Host": f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return BROKEN, b""
    finally:
        connection.close()


def ballots_for(codes: Sequence[tuple[str, str]], box: Box, rng: random.Random, tabs: int) -> list[Ballot]:
    """Return `tabs` ballots for each (brand, code), under receipts of their own, close together in chance order."""
    blocks = [
        [Ballot(brand, code, box.new_receipt(), chosen(rng)) for _tab in range(tabs)] for brand, code in codes
    ]
    rng.shuffle(blocks)
    return [ballot for block in blocks for ballot in block]


def chosen(rng: random.Random) -> dict[str, str]:
    return {key: rng.choice(["very_satisfied", "satisfied", "none"]) for key in ("attitude", "efficiency")}

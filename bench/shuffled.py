"""Counts one round from rows in many orders, as `bench.identity` asks: `… LOCPATH SHUFFLES LOCALE…`.

Prints one JSON object: the digest of the task's result, and for each source and locale how many results differ from it.
"""

import json
import locale
import os
import random
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import translation  # noqa: E402

from evaluation import tally as engine  # noqa: E402
from evaluation.models import Tally  # noqa: E402
from evaluation.selectors.bundle import gather  # noqa: E402
from evaluation.services.results import export_bundle  # noqa: E402
from tests.ballots import open_rating, tally_rating  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.orders import lay_anew, shuffle_bundle  # noqa: E402

LANGUAGES = {"zh": "zh-hans", "C": "en", "de": "de"}
STAGE = "social"


def main(places: str, shuffles: int, locales: list[str]) -> dict[str, Any]:
    tally = tally_rating(open_rating(assemble()))
    others = {}
    for name in locales:
        speak(places, name)
        rng = random.Random(name)
        others[name] = sum(database(tally, rng) != tally.result.encode() for _ in range(shuffles))
        others[f"{name}, bundle"] = bundles(tally, rng, shuffles)
    return {"task": sha256(tally.result.encode()).hexdigest(), "others": others}


def speak(places: str, name: str) -> None:
    """The locale for this process, and Django's language; a locale that the C library lacks is only named."""
    os.environ |= {"LOCPATH": places, "LANG": name, "LC_ALL": name}
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        locale.setlocale(locale.LC_ALL, "C")
    translation.activate(LANGUAGES[name[:2]])


def database(tally: Tally, rng: random.Random) -> bytes:
    """The result of rows laid down anew, in another order and under other ids."""
    lay_anew(tally.round, rng)
    gathered = gather(tally.round, STAGE)
    return engine.result_bytes(engine.run(gathered.rules, gathered.inputs, STAGE).result)


def bundles(tally: Tally, rng: random.Random, shuffles: int) -> int:
    """How many results of the exported bundle, its tables shuffled, differ from the task's."""
    with tempfile.TemporaryDirectory() as folder:
        path = export_bundle(tally.round, STAGE, Path(folder) / "bundle")
        return sum(recomputed(path, rng) != tally.result.encode() for _ in range(shuffles))


def recomputed(path: Path, rng: random.Random) -> bytes:
    shuffle_bundle(path, rng)
    bundle = engine.read_bundle(path)
    return engine.result_bytes(engine.run(bundle.rules, bundle.inputs, STAGE).result)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])))

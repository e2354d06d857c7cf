"""One result.json whatever the order, the language and the database: `python -m bench.identity [SHUFFLES]`.

A round is counted by its task; then its rows are laid down anew in SHUFFLES (100) orders under each of three locales
and counted from SQLite, from PostgreSQL and from the exported bundle. Prints how many of the results were other bytes
than the task's; there must be none.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.faults.world import World

KINDS = ("sqlite", "postgres")
LOCALES = ("zh_CN.UTF-8", "C", "de_DE.UTF-8")


def main(shuffles: int) -> int:
    world = World(seed=1, codes=0)
    try:
        made = [name for name in LOCALES if make_locale(world.folder, name)]
        facts = {kind: shuffled(world, kind, shuffles) for kind in KINDS}
    finally:
        world.end()
    expected = {one["task"] for one in facts.values()}
    print(f"locales of the C library: {', '.join(made)}; of Django: zh-hans, en, de")
    counts = [
        (f"{kind}, {name}", other) for kind, one in facts.items() for name, other in one["others"].items()
    ]
    for what, other in counts:
        print(f"{what:<40}{shuffles:>6} orders{other:>6} other  0  {'MISSED' if other else 'held'}")
    print(f"{'results of the task, both databases':<40}{len(facts):>6}       {len(expected) - 1:>6} other  0")
    return 1 if len(expected) > 1 or any(other for _, other in counts) else 0


def make_locale(folder: Path, name: str) -> bool:
    """Whether the C library has the locale, compiled into the run's own folder where the system has its source."""
    if name == "C":
        return True
    language, _, charset = name.partition(".")
    if shutil.which("localedef") is None:
        return False
    target = folder / "locales" / name
    target.parent.mkdir(exist_ok=True)
    words = ["localedef", "--no-archive", "-c", "-i", language, "-f", charset, str(target)]
    subprocess.run(words, check=False, capture_output=True)
    return target.exists()


def shuffled(world: World, kind: str, shuffles: int) -> dict:
    words = ("bench.shuffled", str(world.folder / "locales"), str(shuffles), *LOCALES)
    with world.database(kind, *words) as (_database, facts):
        return facts


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))

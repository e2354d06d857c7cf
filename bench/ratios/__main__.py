"""Print how near the portal comes to its limits: `python -m bench.ratios [--rounds N]`.

gunicorn with four workers of four threads, PostgreSQL on the disk and the load share this machine; limit, naive way
and ours run in turn, several rounds; each ratio is the median of those of the rounds. Only ratios carry over to
another machine; none is a test.
"""

import argparse
import signal
import sys
from typing import Any

from bench.faults.world import World
from bench.ratios import pages
from bench.ratios.load import tool

# what, measured, beside, at least
RATIOS = (
    ("cast ÷ pgbench on the same SQL, 8 clients", "cast 8", "pgbench 8", 0.15),
    ("cast ÷ pgbench on the same SQL, 32 clients", "cast 32", "pgbench 32", 0.15),
    ("cast ÷ bare view, 8 clients", "cast 8", "bare 8", 0.0),
    ("cast ÷ the tutorial's way, 8 clients", "cast 8", "tutorial 8", 2.5),
    ("cast ÷ the tutorial's way, 32 clients", "cast 32", "tutorial 32", 2.5),
    ("ballot page ÷ bare view", "ballot page", "bare", 0.6),
    ("public list, cached ÷ bare view", "list", "bare", 0.6),
    ("public list, conditional ÷ bare view", "list conditional", "bare", 0.6),
    ("public list, uncached ÷ bare view", "list uncached", "bare", 0.1),
    ("saving a score ÷ view with one UPDATE", "save score", "one update", 0.5),
)


def main() -> int:
    options = arguments()
    tool("wrk")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    world = World(seed=1, codes=0)
    try:
        with pages.bench(world, options.rounds) as one:
            pages.measure(one, options.rounds, lambda sentence: print(sentence, flush=True))
        few, many = (tallied(world, ballots) for ballots in ("100000", "1000000"))
    finally:
        world.end()
    print(f"\n{'ratio':<46}{'ours':>8}{'limit':>8}{'ratio':>8}  at least")
    for what, ours, limit, least in RATIOS:
        print(line(one, what, ours, limit, least))
    print(f"\n{'tally from the database':<46}{'ours':>8}{'limit':>8}{'ratio':>8}  at most")
    print(most(f"10^6 ballots ÷ bare GROUP BY, {many['patterns']} patterns", many["whole"], many["bare"], 2))
    print(most("10^6 ballots ÷ 10^5 ballots", many["whole"], few["whole"], 11))
    print(most("again after 1 % new ballots ÷ the whole", many["again"], many["whole"], 0.05))
    print(most("memory of 10^6 ballots, MB", many["memory"], 200, 1))
    return 0


def tallied(world: World, ballots: str) -> dict[str, Any]:
    with world.database("postgres", "bench.ratios.counting", ballots) as (_database, facts):
        return facts


def most(what: str, ours: float, limit: float, at_most: float) -> str:
    ratio = ours / limit
    return f"{what:<46}{ours:>8.2f}{limit:>8.2f}{ratio:>8.2f}  {at_most}  {'held' if ratio <= at_most else 'MISSED'}"


def line(one: pages.Bench, what: str, ours: str, limit: str, least: float) -> str:
    if ours not in one.rates:
        return f"{what:<46}{'not offered':>24}  {least}"
    ratio = one.ratio(ours, limit)
    held = "" if not least else f"{least}  {'held' if ratio >= least else 'MISSED'}"
    return f"{what:<46}{one.rate(ours):>8.0f}{one.rate(limit):>8.0f}{ratio:>8.2f}  {held}".rstrip()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

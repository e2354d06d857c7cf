"""What the papers say that a unit attaches to its application."""

import random

from demo.drawing.papers import paper_pdf
from demo.profiles import Profile
from demo.texts.filing import words_of
from demo.texts.phrases import expand, phrases


def attached_papers(profile: Profile, *, year: int, seed: int) -> list[tuple[str, bytes]]:
    """Return one or two papers of the unit as (title, PDF)."""
    rng = random.Random(f"{seed}:{profile.key}:papers")
    pool = phrases("attachments")
    kinds = rng.sample(sorted(pool), rng.choice((1, 1, 2)))
    return [_paper(pool[kind], profile, year, rng) for kind in kinds]


def _paper(paper: dict[str, list[str]], profile: Profile, year: int, rng: random.Random) -> tuple[str, bytes]:
    title, words = str(paper["title"]), words_of(profile, year)
    return title, paper_pdf(title, profile.name, [expand(line, words, rng) for line in paper["lines"]])

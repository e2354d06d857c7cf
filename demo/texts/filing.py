"""What a unit writes into its application: meaning, main text, self-assessment."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from demo.profiles import Profile
from demo.texts.phrases import compose, expand, paragraphs, phrases

PARTS = {
    "basic": "一、品牌基本情况",
    "culture": "二、机关文化",
    "management": "三、管理创新",
    "performance": "四、机关绩效",
    "conduct": "五、机关作风",
}
CHECKS = ("overall", "tasks", "teamwork", "promise", "environment", "care", "duty", "integrity")
SHORTEST, LONGEST = 3200, 4000
# How many of a part's optional paragraphs every text has; more are added until it is long enough.
OPTIONAL = {"basic": 1, "culture": 3, "management": 3, "performance": 2, "conduct": 2}


@dataclass(frozen=True)
class Piece:
    """A line of the main text and where it stands: number of the part, place in it."""

    place: tuple[int, float]
    text: str
    optional: bool = False


def words_of(profile: Profile, year: int) -> dict[str, str]:
    return profile.words | {"year": f"{year}年", "last": f"{year - 1}年"}


def brand_meaning(profile: Profile, *, year: int, seed: int) -> str:
    """Return 150 to 300 characters on what the name says and how the mark shows it."""
    rng = random.Random(f"{seed}:{profile.key}:meaning")
    return profile.meaning + compose(paragraphs("meaning")[0], words_of(profile, year), rng)


def main_text(profile: Profile, *, year: int, seed: int) -> str:
    """Return the main text in five parts, 3,200 to 4,000 characters with headings; a paragraph is a line."""
    rng = random.Random(f"{seed}:{profile.key}:text")
    words, wanted = words_of(profile, year), rng.randint(SHORTEST + 60, LONGEST - 250)
    taken: list[Piece] = []
    spare: list[Piece] = []
    for number, part in enumerate(PARTS):
        optional = list(_others(number, part, words, rng))
        first = rng.sample(optional, OPTIONAL[part])
        taken += [*_fixed(number, part, words, rng), *_own(number, part, profile, words, rng), *first]
        spare += [piece for piece in optional if piece not in first]
    rng.shuffle(spare)
    while spare and sum(len(piece.text) for piece in taken) < wanted:
        taken.append(spare.pop())
    return "\n".join(piece.text for piece in sorted(taken, key=lambda piece: piece.place))


def self_checks(profile: Profile, *, year: int, seed: int) -> dict[str, tuple[str, str]]:
    """Return finding and measure for each of the eight checks (八照八查)."""
    rng = random.Random(f"{seed}:{profile.key}:checks")
    words = words_of(profile, year)
    return {key: (_drawn(key, "findings", words, rng), _drawn(key, "measures", words, rng)) for key in CHECKS}


def _drawn(check: str, kind: str, words: Mapping[str, str], rng: random.Random) -> str:
    return expand(rng.choice(phrases("selfcheck")[check][kind]), words, rng)


def _fixed(number: int, part: str, words: Mapping[str, str], rng: random.Random) -> Iterator[Piece]:
    """The heading and the paragraphs that every unit writes."""
    yield Piece((number, -1), PARTS[part])
    for place, paragraph in enumerate(paragraphs(part)):
        if paragraph.always:
            yield Piece((number, place), compose(paragraph, words, rng))


def _others(number: int, part: str, words: Mapping[str, str], rng: random.Random) -> Iterator[Piece]:
    for place, paragraph in enumerate(paragraphs(part)):
        if not paragraph.always:
            yield Piece((number, place), compose(paragraph, words, rng), optional=True)


def _own(
    number: int, part: str, profile: Profile, words: Mapping[str, str], rng: random.Random
) -> Iterator[Piece]:
    """The unit's own paragraphs: after the one that opens the part, before what others could say as well."""
    for step, text in enumerate(_sentences(part, profile), start=1):
        yield Piece((number, step / 10), expand(text, words, rng))


def _sentences(part: str, profile: Profile) -> list[str]:
    deeds = [f"{'一二三'[n]}是{name}。{text}" for n, (name, text) in enumerate(profile.innovation)]
    own = {
        "culture": [profile.culture],
        "management": ["结合本职，重点做了三件事。" + "".join(deeds)],
        "performance": ["主要业务指标如下：" + "；".join(profile.results) + "。"],
        "conduct": [profile.conduct, profile.story],
    }
    return own.get(part, [])

"""What supervisors, panel, organizer and committee write about the applications of a round."""

import random
from collections.abc import Mapping, Sequence

from demo.profiles import Profile
from demo.texts.filing import words_of
from demo.texts.phrases import expand, phrases

VISIT = ("arrival", "found", "faults", "conclusion")


def supervisor_remark(rng: random.Random) -> str:
    return expand(rng.choice(phrases("review")["remarks"]), {}, rng)


def dossier_remark(rng: random.Random) -> str:
    """What a panel member notes on the papers."""
    return expand(rng.choice(phrases("review")["dossier"]), {}, rng)


def visit_findings(profile: Profile, *, year: int, seed: int) -> str:
    """What the panel found on the spot: how it came, what it saw, what is wanting, what follows."""
    rng = random.Random(f"{seed}:{profile.key}:visit")
    words, pool = words_of(profile, year), phrases("review")["visit"]
    return "\n".join(expand(rng.choice(pool[part]), words, rng) for part in VISIT)


def defects(rng: random.Random, count: int = 3) -> list[tuple[str, str]]:
    """Return `count` defects of a filing as (part, what to mend), one a part."""
    pool = phrases("review")["returns"]
    parts = sorted(rng.sample(sorted(pool), count), key=list(pool).index)
    return [(part, expand(rng.choice(pool[part]), {}, rng)) for part in parts]


def send_back_reason(rng: random.Random) -> str:
    """Why an approver gives a draft back."""
    return expand(rng.choice(phrases("review")["sent_back"]["reasons"]), {}, rng)


def call_text(words: Mapping[str, str]) -> str:
    """The call; `words` name year, opens, closes, rating, review."""
    return _of("round", "call", words)


def resolution_text(brands: Sequence[str]) -> str:
    names = "、".join(f"“{brand}”" for brand in brands[:3])
    return _of("resolution", "text", {"names": names, "count": str(len(brands))})


def resolution_words(year: int, number: int) -> tuple[str, str, str]:
    """Return body, title of the meeting and number of its minutes."""
    words = {"year": str(year), "number": str(number)}
    return tuple(_of("resolution", name, words) for name in ("body", "meeting", "minutes"))  # type: ignore[return-value]


def committee_posts() -> list[str]:
    """The posts of the standing committee's members, in the order of the minutes."""
    return list(phrases("review")["resolution"]["posts"])


def committee_words(name: str) -> str:
    return _of("resolution", name, {})


def notice_words(year: int, count: int) -> tuple[str, str]:
    """Return title and body of the public notice."""
    words = {"year": f"{year}年", "count": str(count)}
    return _of("notice", "title", words), _of("notice", "body", words)


def objection_text(unit: str, number: int) -> str:
    return expand(phrases("review")["objections"]["texts"][number], {"unit": unit}, random.Random(0))


def objection_finding(number: int) -> str:
    return expand(phrases("review")["objections"]["findings"][number], {}, random.Random(0))


def _of(chapter: str, name: str, words: Mapping[str, str]) -> str:
    """A text of the round; pages begin a new paragraph at an empty line."""
    return expand(phrases("review")[chapter][name], words, random.Random(0)).replace("\n", "\n\n")

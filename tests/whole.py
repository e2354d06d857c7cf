"""A round whose one channel is a form that spans entries, open for rating: picks or a ranking, by whoever is named."""

import json
from collections.abc import Sequence
from typing import Any

from applications.services.rounds import create_round
from brandportal.accounts.models import User
from evaluation.models import Rater
from evaluation.services.raters import assign_raters
from evaluation.services.rounds import open_round
from evaluation.services.stages import close_filing, open_stage
from tests.ballots import CALENDAR, FILING, RATING, Road, enter_brands
from tests.cast import Cast
from tests.declarations import declare_free
from tests.remembered import remembered
from tests.schemes import small_scheme

TITLES = {"picks": "投票推荐", "ranking": "职工排序"}
POINTS = {"kind": "rank_points", "first": "100", "step": "-10", "min": "0"}


def channel(form: str, picks: dict[str, Any] | None = None) -> dict[str, Any]:
    """The rules of one such channel; `picks` are its options, by default at most two."""
    own: dict[str, Any] = (
        {"picks": picks or {"at_most": "2"}} if form == "picks" else {"transform": POINTS, "across": "mean"}
    )
    return {
        "key": form, "title": {"zh": TITLES[form], "en": form.title()}, "raters": "member", "form": form,
        "weight": "100", "min_valid": "1", "missing": "block", "max": "100", **own,
    }  # fmt: skip


def open_forms(
    cast: Cast, *raters: User, form: str = "picks", brands: int = 4, picks: dict[str, Any] | None = None
) -> Road:
    """Return the round `2026-picks` or `2026-ranking` with a form on the desk of each of `raters`."""
    names = [one.username for one in raters]
    key = f"forms {form} {brands} {picks} {names}"
    return remembered(key, cast, lambda: _opened(cast, raters, form, brands, picks))


def _opened(cast: Cast, raters: Sequence[User], form: str, brands: int, picks: dict[str, Any] | None) -> Road:
    rules = small_scheme(
        channel=[channel(form, picks)],
        stage=[{"key": "all", "use": [form]}],
        tie={"order": [], "then": "share"},
    )
    draft = create_round(
        code=f"2026-{form}", title_zh="品牌命名", title_en="Naming", year=2026, document_number="〔2026〕7号",
        naming_body="市委办公室", organizer_name="市创建办", complaint_contact="8812 3456", call_text="通知。",
        scheme_key="small", rules=json.dumps(rules, ensure_ascii=False), by=cast.omar, **CALENDAR,
    )  # fmt: skip
    road = Road(cast, open_round(draft, by=cast.omar, at=FILING))
    enter_brands(road, brands)
    close_filing(road.round, by=cast.omar, at=RATING)
    assign_raters(road.round.channels.get(key=form), raters, by=cast.omar)
    open_stage(road.round.stages.select_related("round").get(), by=cast.omar, at=RATING)
    declare_free(road.round, at=RATING)
    return road


def place_of(road: Road, user: User) -> Rater:
    """The place of `user` in the round, as a page holds it."""
    places = Rater.objects.select_related("channel__stage__round", "channel__round", "user")
    return places.get(channel__round=road.round, user=user)


def address(road: Road, page: str = "") -> str:
    """The address of a form: its list, `sign/`, or the dossier `A001/`."""
    return f"/desk/{road.round.code}/{road.round.code.removeprefix('2026-')}/form/{page}"

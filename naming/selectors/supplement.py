"""The supplementary notice: who was struck after an objection, who moved up, and the days of its own."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils import translation

from brandportal.documents.official import Block, OfficialText, by_meaning
from brandportal.kit.display import date_text
from naming.models import Notice
from naming.selectors.notices import ListedBrand, days_of, listed_in, moved_up_in
from naming.selectors.papers import borne_by, closing_lines, fingerprint_line, honour_of


@translation.override(settings.LANGUAGE_CODE)
def supplement_text(notice: Notice, today: date) -> OfficialText | None:
    """Return the supplement in the layout of the notice, None as long as nobody has moved up."""
    moved = moved_up_in(notice)
    if not moved:
        return None
    round = notice.round
    struck = [one for one in (*listed_in(notice), *moved) if one.is_struck]
    how = closing_lines(notice, days_of(notice, today))[1:]
    lines = [*_struck(struck), *_moved(moved), *how]
    return OfficialText(
        title=by_meaning(f"关于{honour_of(round) or round.title_zh}拟命名名单变动的公示"),
        head=round.organizer_name,
        blocks=[Block("paragraph", line) for line in lines],
        signers=(round.organizer_name,),
        dated=max(one.succession.first_day for one in moved if one.succession),
        foot=fingerprint_line(round),
    )


def _struck(struck: list[ListedBrand]) -> Iterator[str]:
    for one in struck:
        yield f"公示期间收到的异议经核查属实，{one.unit}“{one.brand}”不再列入拟命名名单。"


def _moved(moved: list[ListedBrand]) -> Iterator[str]:
    for one in moved:
        if one.succession and not one.is_struck:
            first, last = date_text(one.succession.first_day), date_text(one.succession.last_day)
            whom = f"{one.unit}“{one.brand}”{borne_by(one)}"
            yield f"经审定，按计分名次依次递补{whom}，现予公示，公示时间为{first}至{last}24时。"

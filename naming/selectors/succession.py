"""What an upheld objection can do to the list, and who moves up: as the result and its reserve have it."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from naming.enums import Effect
from naming.medals import free_medals, medal_of_next
from naming.models import Notice, Objection, ProposalItem
from naming.selectors.divisions import division_of, seats_of
from naming.selectors.honours import honours_by
from naming.selectors.notices import ListedBrand, listed_in, moved_up_in
from naming.selectors.reserve import in_line, may_be_fewer


@dataclass(frozen=True)
class Ways:
    """The effects that the list allows; who moves up, several where they share the next rank, or why nobody does.

    `medal` is the key of the one that goes with the place; where the rules do not decide it, `medals` are those that are
    free, as (key, title), for the committee to state. Both are empty without medals. `borne` is the title of the medal
    of the brand itself, "" without one.
    """

    effects: tuple[Effect, ...]
    waiting: list[ProposalItem]
    why_nobody: str = ""
    medal: str = ""
    medals: tuple[tuple[str, str], ...] = ()
    borne: str = ""

    @property
    def must_move_up(self) -> bool:
        """Whether striking alone would leave a place empty that the rules want filled."""
        return Effect.STRIKE not in self.effects


def ways_of(objection: Objection) -> Ways:
    """Return what can follow if `objection` is upheld; the page offers this and the service allows no more."""
    notice, application = objection.notice, objection.application
    borne = _borne(notice, application)
    if why := _why_nobody(notice, application):
        return Ways((Effect.KEEP, Effect.STRIKE), [], why, borne=borne)
    waiting = next_in_order(notice, application)
    fewer = (Effect.STRIKE,) if may_be_fewer(notice.round) else ()
    effects = (Effect.KEEP, *fewer, Effect.MOVE_UP)
    medal, medals = _medals(notice, application)
    return Ways(effects, waiting, "", medal, medals, borne)


def _borne(notice: Notice, application: Application) -> str:
    honours = honours_by(notice.round.proposal.tally)
    if not honours.seats:
        return ""
    keys = [one.level_key for one in _standing(notice, application) if one.application == application]
    return honours.title(keys[0]) if keys else ""


def _medals(notice: Notice, application: Application) -> tuple[str, tuple[tuple[str, str], ...]]:
    honours = honours_by(notice.round.proposal.tally)
    standing = [one for one in _standing(notice, application) if one.application != application]
    borne = Counter(one.level_key for one in standing if one.level_key)
    medal = medal_of_next(honours.seats, borne)
    free = [] if medal else free_medals(honours.seats, borne)
    return medal, tuple((key, honours.title(key)) for key in free)


def _why_nobody(notice: Notice, application: Application) -> str:
    standing = _standing(notice, application)
    if application not in [one.application for one in standing]:
        return _("This application was struck before; nobody else moves up for it.")
    if not in_line(notice.round.proposal.tally):
        return _("By the result nobody was left out for lack of a place, so nobody moves up.")
    if len(standing) > seats_of(notice.round.proposal, application):
        return _("The last place is shared: without this application the list still has every place.")
    if not next_in_order(notice, application):
        return _("Nobody is left in the computed order to move up.")
    return ""


def _standing(notice: Notice, application: Application) -> list[ListedBrand]:
    """Return who holds a place of the list in which `application` is ranked."""
    own = division_of(notice.round, application)
    listed = [*listed_in(notice), *moved_up_in(notice)]
    return [one for one in listed if not one.is_struck and division_of(notice.round, one.application) == own]


def next_in_order(notice: Notice, application: Application) -> list[ProposalItem]:
    """Return who moves up for `application`, several where they share the next rank of its list.

    Where the result keeps a reserve, nobody but the reserve moves up. Whom the committee left out against the ranking
    stays out, and so does whoever moved up before.
    """
    proposal = notice.round.proposal
    items = proposal.items.filter(included=False, computed_in=False, succession=None)
    ranked = items.select_related("application__unit", "application__round").order_by("computed_rank")
    own, waits = division_of(notice.round, application), in_line(proposal.tally)
    found = [
        one
        for one in ranked
        if one.application.code in waits and division_of(notice.round, one.application) == own
    ]
    return [one for one in found if one.computed_rank == found[0].computed_rank]

"""Which ballot a channel by code has."""

from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors.strata import strata_of
from brandportal.kit.errors import DomainError
from evaluation import tally
from evaluation.enums import FormKind
from evaluation.models import Channel
from evaluation.selectors.ballots import candidates_of
from evaluation.selectors.box_addresses import ballot_address
from evaluation.selectors.questions import questions_of
from evaluation.selectors.rules import rules_of
from evaluation.services.papers.base import Paper
from evaluation.services.papers.entry import EntryPaper
from evaluation.services.papers.picks import PicksPaper
from evaluation.services.papers.ranking import RankingPaper


def ballot_paper(channel: Channel, application: Application | None) -> Paper:
    """Return the ballot of `channel`, a channel by code, on `application` of its round or, without one, on all."""
    address = ballot_address("ballot-cast", channel, application)
    if application is not None:
        return EntryPaper(channel, application, address, questions_of(channel))
    if channel.form == FormKind.RANKING:
        return RankingPaper(channel, None, address, candidates_of(channel))
    picks = rules_of(channel.round).channels[channel.key].picks
    if picks is None:
        raise DomainError(
            _("“%(channel)s”: a code belongs to one application; name it.") % {"channel": channel}
        )
    return _picks_paper(channel, address, picks)


def _picks_paper(channel: Channel, address: str, picks: tally.rules.Picks) -> PicksPaper:
    candidates = candidates_of(channel)
    standing = {one.stratum for one in candidates}
    return PicksPaper(
        channel,
        None,
        address,
        candidates,
        picks.exactly or picks.at_most or len(candidates),
        may_be_fewer=picks.exactly is None,
        strata=[one for one in strata_of(channel.round) if one.key in standing],
        one_of_each=picks.one_per_stratum,
    )

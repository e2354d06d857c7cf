"""Amending the rules of an open round: one person proposes with a reason, another confirms; the old version stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Round
from applications.services import rounds as below
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from brandportal.rulebook import check, fingerprint, freeze
from evaluation import tally as engine
from evaluation.amendment_lifecycle import AMENDMENT
from evaluation.enums import StageStatus
from evaluation.models import Amendment
from evaluation.selectors.amendments import moves_of, why_not_announced_again
from evaluation.selectors.figures import to_be_changed
from evaluation.selectors.rules import read_document
from evaluation.services.figures import with_figures
from evaluation.services.rounds import refit_stages, refuse_figures

SHORTEST_REASON = 10
AMENDABLE = (RoundStatus.FILING, RoundStatus.EVALUATION, RoundStatus.DECISION)


@transaction.atomic
def propose_amendment(
    round: Round, figures: Mapping[str, str], *, reason: str, by: User | None, at: datetime | None = None
) -> Amendment:
    """Propose the rules of `round` with `figures` (key path → number or word) changed; nothing changes yet.

    Raises InputErrors with `field` = the path of each faulty figure; StaleState while another proposal waits.
    """
    if by is not None and not by.has_perm("evaluation.propose_amendment", round):
        raise NotAllowed(_("Only the organizing department proposes an amendment."))
    refuse_out_of_time(round)
    reason = _checked_reason(reason)
    document = with_figures(to_be_changed(round), figures)
    refuse_figures(check(document), figures)
    rules = freeze(document)
    _refuse_unsound(round, rules, figures)
    return _enter(round, rules, reason, by, at or clock.now())


@transaction.atomic
def confirm_amendment(amendment: Amendment, *, by: User | None, at: datetime | None = None) -> Amendment:
    """Put the version into force: rules, fingerprint and the rows of stages and channels. Results so far stay."""
    at = at or clock.now()
    round = amendment.round
    refuse_out_of_time(round)
    _refuse_started_forms(round, amendment.rules, {})
    facts = {"fingerprint": amendment.fingerprint, "reason": amendment.reason}
    decided = {"decided_by": by, "decided_at": at}
    AMENDMENT.advance(amendment, "confirm", by=by, at=at, updates=decided, data=facts)
    why = why_not_announced_again(moves_of(round, amendment.before_rules, amendment.rules))
    if why:
        raise DomainError(why, code="announced")
    below.amend_rules(
        round,
        before=amendment.before_fingerprint,
        rules=amendment.rules,
        fingerprint=amendment.fingerprint,
        by=by,
        at=at,
    )
    refit_stages(round, engine.load_rules(read_document(amendment.rules)))
    return amendment


def reject_amendment(amendment: Amendment, *, by: User | None, at: datetime | None = None) -> Amendment:
    at = at or clock.now()
    rejected: Amendment = AMENDMENT.advance(
        amendment, "reject", by=by, at=at, updates={"decided_by": by, "decided_at": at}
    )
    return rejected


def refuse_out_of_time(round: Round) -> None:
    """A draft is changed, not amended; after the public notice nothing is."""
    if round.status not in AMENDABLE:
        raise StaleState(_("Rules are amended only between the opening of a round and its public notice."))


def _checked_reason(reason: str) -> str:
    reason = clean_text(reason, _("Reason"), field="reason")
    if len(reason) < SHORTEST_REASON:
        raise DomainError(
            _("Say in at least %(least)d characters why the rules are amended.") % {"least": SHORTEST_REASON},
            field="reason",
        )
    return reason


def _refuse_unsound(round: Round, rules: str, figures: Mapping[str, str]) -> None:
    if fingerprint(rules) == round.rules_fingerprint:
        raise DomainError(_("Nothing is changed. Change a figure, or leave the rules as they are."))
    _refuse_started_forms(round, rules, figures)
    why = why_not_announced_again(moves_of(round, round.rules, rules))
    if why:
        raise DomainError(why, code="announced")


def _refuse_started_forms(round: Round, rules: str, figures: Mapping[str, str]) -> None:
    """What a form asks for stays as it is from the moment the first form may be filled."""
    old, new = read_document(round.rules), read_document(rules)
    started = round.channels.exclude(stage__status=StageStatus.PREPARING).values_list("key", flat=True)
    before, after = _asked(old), _asked(new)
    paths = [
        path
        for path in before
        if path.partition(".")[2].partition(".")[0] in set(started) and before[path] != after.get(path)
    ]
    errors = [
        DomainError(
            _("Forms of this channel are being filled already; what they ask for no longer changes."),
            field=path if path in figures else None,
            code="started",
        )
        for path in paths
    ]
    if errors:
        raise InputErrors(errors)


# What bounds a form that asks for no criteria.
BOUNDS = (("picks", "exactly"), ("picks", "at_most"), ("figure", "min"), ("figure", "max"))


def _asked(document: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """What a form accepts, by the path of the figure that says so."""
    asked: dict[str, tuple[Any, ...]] = {}
    for channel in document["channel"]:
        path = f"channel.{channel['key']}"
        for item in channel.get("items", []):
            asked[f"{path}.items.{item['key']}.max"] = (item.get("max"), item.get("step"))
        for table, name in BOUNDS:
            if name in channel.get(table, {}):
                asked[f"{path}.{table}.{name}"] = (channel[table][name],)
    return asked


def _enter(round: Round, rules: str, reason: str, by: User | None, at: datetime) -> Amendment:
    last = Amendment.objects.filter(round=round).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(
        round=round,
        number=last + 1,
        reason=reason,
        before_rules=round.rules,
        before_fingerprint=round.rules_fingerprint,
        rules=rules,
        fingerprint=fingerprint(rules),
        proposed_by=by,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            amendment.save(force_insert=True)
    except IntegrityError as error:
        raise StaleState(
            _("Another amendment waits for its second person. Have it confirmed or put aside first.")
        ) from error
    facts = {"fingerprint": amendment.fingerprint, "reason": reason}
    record("propose_amendment", amendment, by=by, at=at, round_code=round.code, data=facts)
    return amendment

"""What a tally reads of an application beside its forms: its division and the titles it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.enums import CORRECTABLE
from applications.models import Application, StratumCorrection
from applications.selectors.strata import strata_of, stratum_title
from brandportal.kit.display import is_english
from evaluation import tally as engine
from evaluation.enums import TallyStatus
from evaluation.models import HeldTitle, Tally
from evaluation.selectors.rules import rules_of
from evaluation.tally.explain import called


@dataclass(frozen=True)
class Flag:
    """A title that levels of the rules require; `record` is what was recorded last, None before."""

    key: str
    title: str
    record: HeldTitle | None

    @property
    def is_held(self) -> bool:
        return bool(self.record and self.record.is_held)


@dataclass(frozen=True)
class EntryFacts:
    """`stratum` is a title, "" where the rules have no strata; `why_fixed` says why nothing can be changed now."""

    application: Application
    stratum: str
    correction: StratumCorrection | None
    corrected_from: str
    flags: list[Flag]
    why_fixed: str

    @property
    def is_asked(self) -> bool:
        return bool(self.stratum or self.flags)


def entry_facts(application: Application) -> EntryFacts:
    """Return what the rules of its round ask of `application`, and what stands on record."""
    round = application.round
    has_strata = bool(strata_of(round))
    correction = StratumCorrection.objects.filter(application=application).first() if has_strata else None
    return EntryFacts(
        application=application,
        stratum=(stratum_title(round, application.stratum) or _("none")) if has_strata else "",
        correction=correction,
        corrected_from=stratum_title(round, correction.before) if correction else "",
        flags=flags_for(application),
        why_fixed=why_entry_is_fixed(application),
    )


def flags_for(application: Application) -> list[Flag]:
    """Return the titles that the levels of the round require, with what is on record of `application`."""
    # The rules of a draft may still be faulty; they freeze when filing opens, and nobody has filed before.
    if not application.round.rules_fingerprint:
        return []
    rules = rules_of(application.round)
    if not rules.flags:
        return []
    records = {row.flag: row for row in application.held_titles.select_related("recorded_by")}
    return [Flag(key, flag_title(rules, key), records.get(key)) for key in rules.flags]


def flag_title(rules: engine.Rules, key: str) -> str:
    names = rules.flag_names.get(key)
    return called(names, "en" if is_english() else "zh") if names else key


def why_entry_is_fixed(application: Application) -> str:
    """Return why division and titles stand as they are, "" while the organizer may still change them."""
    if Tally.objects.filter(round=application.round).exclude(status=TallyStatus.FAILED).exists():
        return _("A tally of this round was asked for. Divisions and titles stay as they were counted.")
    if application.status not in CORRECTABLE:
        return _("The organizer records this once the application is filed.")
    return ""


def flags_held(applications: Sequence[Application]) -> dict[int, tuple[str, ...]]:
    """Return application id → the flags that it holds, sorted; applications without any are missing."""
    rows = HeldTitle.objects.held().filter(application__in=applications).order_by("flag")
    found: dict[int, tuple[str, ...]] = {}
    for application, flag in rows.values_list("application_id", "flag"):
        found[application] = (*found.get(application, ()), flag)
    return found

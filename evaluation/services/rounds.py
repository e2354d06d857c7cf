"""Setting a round up from a scheme, changing its rules while it is a draft, and opening it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Round
from applications.services import rounds as below
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError, InputErrors
from brandportal.rulebook import Fault, check, fingerprint, freeze, line_of, lines_of, read_rules
from evaluation import tally
from evaluation.enums import StageStatus
from evaluation.models import Channel, Stage
from evaluation.selectors.figures import to_be_changed
from evaluation.selectors.rules import read_document, scheme_document
from evaluation.services.figures import with_figures
from evaluation.services.lines import build_lines, refit_lines
from evaluation.tally.exact import plain


@transaction.atomic
def start_round(scheme_key: str, *, by: User | None, **facts: Any) -> Round:
    """Make a draft round from scheme `scheme_key`; `facts` are the round's own columns (code, titles, calendar …)."""
    try:
        document = scheme_document(scheme_key)
    except KeyError as error:
        raise DomainError(
            _("This scheme does not exist. Choose one from the list."), field="scheme"
        ) from error
    return below.create_round(scheme_key=scheme_key, rules=written(document), by=by, **facts)


def change_rules(round: Round, text: str, *, by: User | None) -> Round:
    """Replace the rules of a draft by the document that `text` (TOML or JSON) writes.

    Raises InputErrors, one for each fault: its line, its key path and what to change.
    """
    return replace_rules(round, sound_rules(text), by=by)


@transaction.atomic
def replace_rules(round: Round, document: dict[str, Any], *, by: User | None) -> Round:
    refuse_faults(check(document))
    return below.update_round(round, by=by, rules=written(document))


def change_figures(round: Round, figures: Mapping[str, str], *, by: User | None) -> Round:
    """Change single figures of a draft's rules: path ("channel.clients.weight", "select.seats") → number as text.

    Raises InputErrors with `field` = the path.
    """
    document = with_figures(to_be_changed(round), figures)
    refuse_figures(check(document), figures)
    return replace_rules(round, document, by=by)


def refuse_figures(faults: list[Fault], figures: Mapping[str, str]) -> None:
    """Raise InputErrors, each at the field of its path where there is one."""
    errors = [fault for fault in faults if fault.level == "error"]
    if errors:
        raise InputErrors(DomainError(str(fault), field=_field(fault, figures)) for fault in errors)


@transaction.atomic
def open_round(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    """Freeze the rules, build stages, channels and criteria from them, and open filing: all or nothing.

    Raises InputErrors naming every faulty key path of every chapter.
    """
    frozen = freeze(read_document(round.rules))
    below.freeze_round(round, rules=frozen, fingerprint=fingerprint(frozen), by=by)
    build_stages(round, tally.load_rules(read_document(frozen)))
    record(
        "build_stages",
        round,
        by=by,
        at=at,
        round_code=round.code,
        data={"fingerprint": round.rules_fingerprint, "stages": round.stages.count()},
    )
    return below.open_round_filing(round, by=by, at=at)


def sound_rules(text: str) -> dict[str, Any]:
    """Return the document that `text` writes; raises InputErrors with the line and key path of every fault."""
    document = read_rules(text)
    refuse_faults(check(document), lines_of(text, document))
    return document


def refuse_faults(faults: list[Fault], lines: Mapping[str, int] | None = None) -> None:
    errors = [
        DomainError(_told(fault, lines or {}), field="rules") for fault in faults if fault.level == "error"
    ]
    if errors:
        raise InputErrors(errors)


def _told(fault: Fault, lines: Mapping[str, int]) -> str:
    line = line_of(fault.path, dict(lines))
    return _("Line %(line)d, %(fault)s") % {"line": line, "fault": fault} if line else str(fault)


def build_stages(round: Round, rules: tally.Rules) -> None:
    """Write the stages, channels and criteria of `rules` as rows; they follow the frozen document and never change."""
    place = 0
    for index, row in enumerate(rules.stages):
        stage = Stage.objects.create(
            round=round,
            position=index + 1,
            status=StageStatus.PREPARING,
            leaves_unsigned_out=row.leaves_unsigned_out,
            **_titled(row.key, row.title),
        )
        for channel in rules.first_use(index):
            place += 1
            _build_channel(stage, channel, place)


def _build_channel(stage: Stage, row: tally.rules.Channel, place: int) -> None:
    channel = Channel.objects.create(
        round=stage.round,
        stage=stage,
        position=place,
        raters=row.raters,
        form=row.form,
        weight=plain(row.weight),
        max=plain(row.max),
        min_valid=row.min_valid,
        groups=_groups(row),
        waits_for_groups=row.group_missing == "block",
        **_titled(row.key, row.title),
    )
    build_lines(channel, row)


def refit_stages(round: Round, rules: tally.Rules) -> None:
    """Bring the rows in line with an amended version: figures alone can differ, never what there is."""
    for stage in rules.stages:
        Stage.objects.filter(round=round, key=stage.key).update(leaves_unsigned_out=stage.leaves_unsigned_out)
    for row in rules.channels.values():
        channel = Channel.objects.get(round=round, key=row.key)
        figures = {"weight": plain(row.weight), "max": plain(row.max), "min_valid": row.min_valid}
        Channel.objects.filter(pk=channel.pk).update(**figures, groups=_groups(row))
        refit_lines(channel, row)


def _groups(row: tally.rules.Channel) -> list[dict[str, Any]]:
    return [
        {"key": group.key, "title": dict(group.title), "min_valid": group.min_valid} for group in row.groups
    ]


def _titled(key: str, title: Mapping[str, str]) -> dict[str, str]:
    return {"key": key, "title_zh": title.get("zh") or key, "title_en": title.get("en", "")}


def _field(fault: Fault, figures: Mapping[str, str]) -> str | None:
    return fault.path if fault.path in figures else None


def written(document: Mapping[str, Any]) -> str:
    # Indented while it is a draft, because people read and edit it; opening writes the canonical form.
    return json.dumps(document, ensure_ascii=False, indent=2)

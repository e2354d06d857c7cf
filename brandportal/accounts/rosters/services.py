"""Keep a roster that was handed in, take it over as a whole, or drop it."""

import hashlib
import json
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.accounts.enums import RosterKind
from brandportal.accounts.models import Roster, User
from brandportal.accounts.rosters.checking import DryRun, Line, check_roster
from brandportal.accounts.services import READABLE, create_unit, create_user
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.files import display_name
from brandportal.kit.tables import Row, read_table

MOST = 500
KEPT = timedelta(days=7)


def keep_roster(upload: UploadedFile, kind: RosterKind, *, by: User) -> Roster:
    """Read `upload` and keep its rows, so that they can be checked and taken over later, by any web process."""
    rows = read_table(upload, label=_("File"))
    if len(rows) > MOST + 5:
        raise DomainError(
            _("File: %(n)d rows. At most %(most)d are taken over at once; divide it into several files.")
            % {"n": len(rows), "most": MOST},
            field="file",
        )
    return Roster.objects.create(
        code=get_random_string(10, READABLE),
        kind=kind,
        name=display_name(upload.name or "", ""),
        table=json.dumps([[row.number, *row.cells] for row in rows], ensure_ascii=False),
        by=by,
        at=clock.now(),
    )


def dry_run(roster: Roster) -> DryRun:
    rows = [Row(number, tuple(cells)) for number, *cells in json.loads(roster.table or "[]")]
    return check_roster(RosterKind(roster.kind), rows) if rows else DryRun(RosterKind(roster.kind))


@transaction.atomic
def apply_roster(roster: Roster, *, by: User) -> list[tuple[User, str]]:
    """Take all new rows over; returns the new people with their first passwords, readable once."""
    Roster.objects.select_for_update().get(pk=roster.pk)
    roster.refresh_from_db()
    run = dry_run(roster)
    _refuse(roster, run)
    made = [pair for line in run.fresh if (pair := _create(line, run.kind, by))]
    facts = {"kind": roster.kind, "rows": len(run.fresh), "sha256": _digest(roster)}
    record("apply_roster", roster, by=by, data=facts)
    roster.table, roster.applied_at, roster.rows = "", clock.now(), len(run.fresh)
    roster.save(update_fields=["table", "applied_at", "rows"])
    return made


def _refuse(roster: Roster, run: DryRun) -> None:
    if roster.applied_at:
        raise StaleState(_("This file was taken over already. The register shows its rows."))
    if not run.fits:
        raise StaleState(_("The file does not fit the register any more. Look at the check again."))


@transaction.atomic
def drop_roster(roster: Roster) -> None:
    """Forget a file that was not taken over."""
    if roster.applied_at:
        raise StaleState(_("This file was taken over already. The register shows its rows."))
    roster.delete()


def clear_rosters() -> None:
    """Forget files that nobody took over within a week: they hold names of people."""
    Roster.objects.filter(applied_at=None, at__lt=clock.now() - KEPT).delete()


def _create(line: Line, kind: RosterKind, by: User) -> tuple[User, str] | None:
    if kind == RosterKind.PEOPLE:
        return create_user(**line.values, by=by)
    create_unit(**line.values, by=by)
    return None


def _digest(roster: Roster) -> str:
    return hashlib.sha256(roster.table.encode()).hexdigest()


def said(roster: Roster) -> str:
    """Return what is now true."""
    return ngettext("%(n)d row is taken over.", "%(n)d rows are taken over.", roster.rows) % {
        "n": roster.rows
    }

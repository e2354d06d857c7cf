"""Which rules the portal's own pages can gather the forms for; the engine counts more kinds than that."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.enums import FormKind, RaterKind
from evaluation.models.stages import BALLOT_FORMS, BY_CODE, SHEET_FORMS

AT_A_DESK = frozenset(RaterKind) - BY_CODE
# Neither sheets nor ballots ask for a last answer on the form as a whole.
NOT_ASKED = ("overall",)
# A choice among all entries is the same ballot for every voter, without a group.
NOT_ON_PICKS = ("groups", "overall")


def why_not_collected(document: Mapping[str, Any]) -> str:
    """Return the sentence that says why no round can run on these rules here, "" when one can.

    `document` may be faulty; what cannot be read is the linter's business.
    """
    channels = [row for row in _rows(document, "channel") if isinstance(row, Mapping)]
    if not all(_is_by_code(row) or _is_at_a_desk(row) for row in channels):
        return _(
            "This scheme’s forms cannot be collected on this site yet; its results can be computed from a bundle."
        )
    return ""


def _is_by_code(row: Mapping[str, Any]) -> bool:
    """Ballots by one-time code: a level or points for every question on one entry, or a choice among all of them."""
    left_out = NOT_ON_PICKS if row.get("form") == FormKind.PICKS else NOT_ASKED
    return row.get("form") in BALLOT_FORMS and row.get("raters") in BY_CODE and _is_without(row, left_out)


def _is_at_a_desk(row: Mapping[str, Any]) -> bool:
    """Score sheets of people with an account."""
    return row.get("form") in SHEET_FORMS and row.get("raters") in AT_A_DESK and _is_without(row, NOT_ASKED)


def _is_without(row: Mapping[str, Any], names: Collection[str]) -> bool:
    return not any(row.get(name) for name in names)


def _rows(document: Mapping[str, Any], name: str) -> list[Any]:
    rows = document.get(name)
    return rows if isinstance(rows, list) else []

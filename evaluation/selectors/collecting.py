"""Which rules the portal's own pages can gather the forms for; the engine counts more kinds than that."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.models.stages import BALLOT_FORMS, BY_CODE, SHEET_FORMS
from evaluation.tally.canonical import member_path


def why_not_collected(document: Mapping[str, Any]) -> str:
    """Return the sentence that names the key for which no round can run on these rules here, "" when one can.

    `document` may be faulty; what cannot be read is the linter's business.
    """
    rows = _rows(document, "channel")
    found = (
        _why_not(member_path("channel", rows, place), row)
        for place, row in enumerate(rows)
        if isinstance(row, Mapping)
    )
    return next(filter(None, found), "")


def _why_not(path: str, row: Mapping[str, Any]) -> str:
    form, raters = row.get("form"), row.get("raters")
    told = {"path": path, "form": form, "raters": raters}
    if raters in BY_CODE and form in SHEET_FORMS - BALLOT_FORMS:
        return (
            _(
                "%(path)s.form: “%(form)s” is not asked by one-time code. Choose another form, or in %(path)s.raters "
                "people with an account in place of “%(raters)s”."
            )
            % told
        )
    return ""


def _rows(document: Mapping[str, Any], name: str) -> list[Any]:
    rows = document.get(name)
    return rows if isinstance(rows, list) else []

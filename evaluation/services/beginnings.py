"""Other ways to begin a round than from a scheme: from an imported document, or as last year's."""

from typing import Any

from django.db import transaction

from applications.models import Round
from applications.services import rounds as below
from brandportal.accounts.models import User
from evaluation.selectors.figures import to_be_changed
from evaluation.services.rounds import sound_rules, written


@transaction.atomic
def import_round(text: str, *, by: User | None, **facts: Any) -> Round:
    """Make a draft round on the rules that `text` (TOML or JSON) writes.

    Raises InputErrors with line and key path of every fault.
    """
    document = sound_rules(text)
    return below.create_round(scheme_key=document["key"], rules=written(document), by=by, **facts)


@transaction.atomic
def copy_round(source: Round, *, by: User | None, **facts: Any) -> Round:
    """Make a draft round with the rules and blank forms of `source`; `facts` are its own columns."""
    rules = written(to_be_changed(source))
    round = below.create_round(scheme_key=source.scheme_key, rules=rules, by=by, **facts)
    for blank in source.forms.select_related("file"):
        below.add_round_form(round, title=blank.title, file=blank.file, by=by)
    return round

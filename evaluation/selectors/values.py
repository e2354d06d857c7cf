"""What result.json does not name of a value's making: groups of raters, and what stood before points; counted again."""

import hashlib

from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.bundle import gather
from evaluation.selectors.rules import rules_of_tally


def value_rows(tally: Tally) -> list[dict[str, str]]:
    """Return the rows of values.csv of the channels with groups of raters, with points, or with forms that span entries.

    [] where there are none, or where today's inputs no longer give the result of `tally`.
    """
    rules = rules_of_tally(tally)
    wanted = {
        key
        for key, channel in rules.channels.items()
        if channel.is_wide or channel.groups or channel.transform
    }
    if not wanted:
        return []
    told = engine.run(rules, gather(tally.round, tally.through).inputs, tally.through)
    if hashlib.sha256(engine.result_bytes(told.result)).hexdigest() != tally.result_digest:
        return []
    return [row for row in told.rows["values"] if row["channel"] in wanted]

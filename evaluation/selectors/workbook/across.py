"""The formulas from a block of forms to their number and to one value (tally.md 2.3, steps 2 and 3)."""

from evaluation.selectors.workbook.rows import Block
from evaluation.selectors.workbook.rules import Figures
from evaluation.tally.rules import Channel, Trim

NONE = "—"


def number_formula(block: Block) -> str:
    return f"SUM({block.numbers})" if block.numbers else f"COUNT({block.worth})"


def value_formula(channel: Channel, figures: Figures, block: Block) -> str:
    """The value of a block that is not empty; "" where no plain formula says it, as for the median of equal ballots."""
    worth = block.worth
    if channel.across == "share":
        return f"SUMPRODUCT({worth},{block.numbers})/SUMPRODUCT({block.asked},{block.numbers})*{figures.max}"
    if block.numbers:
        total = f"SUMPRODUCT({worth},{block.numbers})"
        mean = f"{total}/SUM({block.numbers})"
        return {"sum": total, "count": total, "mean": "" if channel.trim else mean}.get(channel.across, "")
    if channel.trim:
        return _trimmed(channel.trim, figures, worth)
    names = {"mean": "AVERAGE", "median": "MEDIAN", "sum": "SUM", "count": "SUM"}
    return f"{names[channel.across]}({worth})"


def where_enough(base: str, least: str, formula: str) -> str:
    """`formula`, or a dash where the cell `base` is below the cell `least`."""
    return f'IF(OR({base}=0,{base}<{least}),"{NONE}",{formula})'


def _trimmed(trim: Trim, figures: Figures, worth: str) -> str:
    gone = [f"LARGE({worth},{place})" for place in range(1, trim.high + 1)]
    gone += [f"SMALL({worth},{place})" for place in range(1, trim.low + 1)]
    rest = "".join(f"-{one}" for one in gone)
    kept = f"(COUNT({worth})-{figures.high}-{figures.low})"
    return f"IF(COUNT({worth})>={figures.if_at_least},(SUM({worth}){rest})/{kept},AVERAGE({worth}))"

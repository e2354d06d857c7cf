"""Form `items`: a number from 0 to the item's maximum, on its step."""

from evaluation.tally.exact import parse_number, simple
from evaluation.tally.forms.sheet import Mark, Sheet
from evaluation.tally.rules import Item


class ItemSheet(Sheet):
    def judge(self, item: Item, text: str) -> Mark:
        value = parse_number(text)
        if value is None:
            return Mark("unlisted_value")
        if not 0 <= value <= item.max:
            return Mark("out_of_range")
        if item.step is not None and (value / item.step).denominator != 1:
            return Mark("off_step")
        return Mark("", simple(value))

"""Form `levels`: one of the listed levels per item, or the word for no opinion."""

from evaluation.tally.exact import simple
from evaluation.tally.forms.sheet import Mark, Sheet
from evaluation.tally.rules import Item
from evaluation.tally.schema_channel import NO_OPINION


class LevelSheet(Sheet):
    def judge(self, item: Item, text: str) -> Mark:
        if text == NO_OPINION:
            return Mark()
        level = item.levels.get(text)
        return Mark("unlisted_value") if level is None else Mark("", simple(level.value), level.good)

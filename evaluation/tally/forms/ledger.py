"""Form `ledger`: counts of named facts that raise or lower items from where they start."""

from collections import Counter
from fractions import Fraction

from evaluation.tally.exact import parse_whole, simple
from evaluation.tally.forms.reading import Reading, invalid
from evaluation.tally.rules import Channel


class LedgerForm:
    scale = 1

    def __init__(self, channel: Channel, blank: Reading) -> None:
        self.channel = channel
        self.blank = blank

    def read(self, answers: str) -> Reading:
        if not answers:
            return self.blank
        counts: Counter[str] = Counter()
        for pair in answers.split(";"):
            fact, colon, text = pair.partition(":")
            number = parse_whole(text)
            if not colon or number is None or fact not in self.channel.facts:
                return invalid("unlisted_value")
            counts[fact] += number
        return self._value(counts)

    def _value(self, counts: Counter[str]) -> Reading:
        moved = {item.key: item.start for item in self.channel.ledger_items}
        for key, number in counts.items():
            fact = self.channel.facts[key]
            moved[fact.item] += number * fact.delta
        ends = (max(item.floor, moved[item.key]) for item in self.channel.ledger_items)
        return Reading(value=simple(sum(ends, start=Fraction(0))))

"""Form `figure`: one number for an entry, such as a count of votes taken elsewhere."""

from evaluation.tally.exact import parse_number, simple
from evaluation.tally.forms.reading import Reading, invalid
from evaluation.tally.rules import Figure


class FigureForm:
    scale = 1

    def __init__(self, figure: Figure, blank: Reading) -> None:
        self.figure = figure
        self.blank = blank

    def read(self, answers: str) -> Reading:
        if not answers:
            return self.blank
        value = parse_number(answers)
        if value is None:
            return invalid("unlisted_value")
        low, high = self.figure.least, self.figure.most
        outside = (low is not None and value < low) or (high is not None and value > high)
        return invalid("out_of_range") if outside else Reading(value=simple(value))

"""Form `figure`: one number for an entry, such as a count of votes taken elsewhere."""

from evaluation.tally.exact import parse_number
from evaluation.tally.forms.reading import Reading
from evaluation.tally.forms.sheet import simple
from evaluation.tally.rules import Figure


class FigureForm:
    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def is_blank(self, answers: str) -> bool:
        return not answers

    def read(self, answers: str) -> Reading:
        value = parse_number(answers)
        if value is None:
            return Reading("unlisted_value")
        low, high = self.figure.least, self.figure.most
        outside = (low is not None and value < low) or (high is not None and value > high)
        return Reading("out_of_range") if outside else Reading(value=simple(value))

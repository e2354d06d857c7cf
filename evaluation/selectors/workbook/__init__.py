"""The results of a tally as a workbook that computes itself: sheets, channels, totals, and a check beside each."""

from evaluation.selectors.workbook.book import result_workbook

__all__ = ["result_workbook"]

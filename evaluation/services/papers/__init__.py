"""What a ballot asks, and how an answer to it is read: on one brand, a choice among all, or an order of all."""

from evaluation.services.papers.base import BLANK, Paper
from evaluation.services.papers.build import ballot_paper
from evaluation.services.papers.entry import EntryPaper
from evaluation.services.papers.picks import PICKS, Picked, PicksPaper
from evaluation.services.papers.ranking import Ranked, RankingPaper, place_field

__all__ = [
    "BLANK",
    "PICKS",
    "EntryPaper",
    "Paper",
    "Picked",
    "PicksPaper",
    "Ranked",
    "RankingPaper",
    "ballot_paper",
    "place_field",
]

"""Stages, sheets, visits; ballots and tallies."""

from evaluation.models.amendments import Amendment
from evaluation.models.ballots import Ballot, Code
from evaluation.models.boxes import BoxCount, ReceiptList
from evaluation.models.commitments import CodeChange, Commitment
from evaluation.models.conflicts import Conflict, Declaration
from evaluation.models.entries import HeldTitle
from evaluation.models.sheets import Rater, Recusal, ScoreSheet
from evaluation.models.stages import Channel, Criterion, Stage
from evaluation.models.tallies import Tally, TieDecision
from evaluation.models.visits import SiteVisit, VisitPhoto, VisitSignature

__all__ = [
    "Amendment",
    "Ballot",
    "BoxCount",
    "Channel",
    "Code",
    "CodeChange",
    "Commitment",
    "Conflict",
    "Criterion",
    "Declaration",
    "HeldTitle",
    "Rater",
    "ReceiptList",
    "Recusal",
    "ScoreSheet",
    "SiteVisit",
    "Stage",
    "Tally",
    "TieDecision",
    "VisitPhoto",
    "VisitSignature",
]

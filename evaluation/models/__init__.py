"""Stages, sheets, visits; ballots and tallies."""

from evaluation.models.sheets import Rater, Recusal, ScoreSheet
from evaluation.models.stages import Channel, Criterion, Stage
from evaluation.models.visits import SiteVisit

__all__ = ["Channel", "Criterion", "Rater", "Recusal", "ScoreSheet", "SiteVisit", "Stage"]

"""Rounds, brands and applications."""

from applications.models.applications import Application, Attachment, Filing, Return, SelfCheck
from applications.models.brands import Brand, BrandName
from applications.models.rounds import Round, RoundForm
from applications.models.strata import StratumCorrection

__all__ = [
    "Application",
    "Attachment",
    "Brand",
    "BrandName",
    "Filing",
    "Return",
    "Round",
    "RoundForm",
    "SelfCheck",
    "StratumCorrection",
]

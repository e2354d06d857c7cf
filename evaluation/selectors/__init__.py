"""Reads of the evaluation: what pages and the upper floor ask for."""

from evaluation.selectors.rules import rules_of

__all__ = ["rules_of"]

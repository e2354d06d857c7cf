"""What pages read of rounds and applications."""

from applications.selectors.rules import rules_chapter

__all__ = ["rules_chapter"]

"""A second tally, written from tally.md alone: every form by itself, no pattern counts, nothing of the engine's sums.

It shares with the engine only the types of rules and inputs, so that both can be asked the same question.
"""

from tests.second.result import second_bytes, second_result

__all__ = ["second_bytes", "second_result"]

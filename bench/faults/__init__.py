"""Faults injected into real processes, and what they cost: `python -m bench.faults` (see __main__)."""

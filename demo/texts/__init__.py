"""Texts of the demonstration: official Chinese of our own, built from the unit's profile and a seed."""

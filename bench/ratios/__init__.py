"""The portal against its limits and against the naive way, in one run: `python -m bench.ratios` (see __main__)."""

ITEMS = ("attitude", "efficiency", "convenience", "openness", "honesty", "overall")
BRANDS = 50

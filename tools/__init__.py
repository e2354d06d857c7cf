"""What `make` calls before, or without, a configured Django.

`setup`           the virtual environment, with hashes and a stamp (standard library only)
`messages`        the translations: extract, check, compile
`run_tests`       every part of the test run in order, one line each

The portal itself never imports this package.
"""

"""The servers that the tests need, started from wheels or from the system and stopped again: never skipped."""


class ServiceMissingError(RuntimeError):
    """A server that the tests need is not to be had; the sentence names the one command that mends it."""

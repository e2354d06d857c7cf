"""Refusals of the domain: each message is a translated sentence for the person who asked."""

from collections.abc import Iterable

from django.utils.functional import Promise

Sentence = str | Promise


class DomainError(Exception):
    """A deed is refused; `str(error)` names the fault and the way out, `field` the input it concerns."""

    def __init__(self, message: Sentence, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class StaleState(DomainError):
    """Somebody else was faster: the object is no longer as the asker saw it (409)."""


class NotAllowed(DomainError):
    """The asker may see the object but not do this (403)."""


class InputErrors(DomainError):
    """Several refusals in one answer, so that a person need not come back once for each."""

    def __init__(self, errors: Iterable[DomainError]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(str(error) for error in self.errors))


def each_error(error: DomainError) -> list[DomainError]:
    return error.errors if isinstance(error, InputErrors) else [error]

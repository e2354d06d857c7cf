"""What every ballot has, whatever it asks."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from applications.models import Application
from evaluation.models import Channel

# The field that confirms a ballot without any choice.
BLANK = "blank"


@dataclass(frozen=True)
class Paper(ABC):
    """A ballot as the page holds it, not the voter; `address` takes it. Without `application` it is on all of them."""

    channel: Channel
    application: Application | None
    address: str

    @property
    def round_code(self) -> str:
        return str(self.channel.round.code)

    @abstractmethod
    def read(self, given: Any) -> str:
        """Return the pattern that is stored; InputErrors with a `field` for each fault of what was given."""

"""State machines as tables: see `engine`."""

from brandportal.lifecycle.engine import Guard, Lifecycle, Offer, Transition, registry

__all__ = ["Guard", "Lifecycle", "Offer", "Transition", "registry"]

"""Which facts of this room tell whom, in which words."""

from exchange.workshops.notices.tellings import TELLINGS

__all__ = ["TELLINGS"]

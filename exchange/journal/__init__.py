"""What happened: the entry, record(), the listeners, the delivery; and the one clock of the product."""

from exchange.journal.clock import at, now

__all__ = ["at", "now"]

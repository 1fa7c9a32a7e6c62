"""Who hears what happens. The list itself stands in `exchange/apps.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Listener:
    """Something that follows from facts: a name for the queue, the function, and the kinds it hears."""

    name: str
    hear: Callable
    kinds: frozenset[str] | None

    def hears(self, kind: str) -> bool:
        """Whether this listener wants entries of `kind`; a kind given as "forum." stands for the whole room."""
        if self.kinds is None or kind in self.kinds:
            return True
        return f"{kind.partition('.')[0]}." in self.kinds


durable: dict[str, Listener] = {}
instant: dict[str, Listener] = {}


def listen(name: str, hear: Callable, *, kinds: Iterable[str] | None = None, at_once: bool = False) -> None:
    """Have `hear(entry)` hear entries: from the queue until it succeeds, or once, right after the commit."""
    listeners = instant if at_once else durable
    listeners[name] = Listener(name, hear, None if kinds is None else frozenset(kinds))

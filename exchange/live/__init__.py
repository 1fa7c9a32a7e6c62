"""Rings the open pages, and forgets: the only code that speaks websocket.

The wiring says what can be watched (`watchable`), how a fact is drawn (`draw`) and which facts end rights (`unsettle`).
"""

from exchange.live.subjects import draw, unsettle, watchable

__all__ = ["draw", "unsettle", "watchable"]

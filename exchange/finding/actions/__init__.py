"""The deeds of this room."""

from exchange.finding.actions.saved import (
    NothingAsked,
    TooManySaved,
    remove_search,
    save_search,
    tell_what_is_new,
)

__all__ = ["NothingAsked", "TooManySaved", "remove_search", "save_search", "tell_what_is_new"]

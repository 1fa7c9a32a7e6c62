"""The deeds of this room."""

from exchange.finding.actions.questions import (
    count_click,
    count_question,
    forget_old_questions,
    write_counts,
)
from exchange.finding.actions.saved import (
    NothingAsked,
    TooManySaved,
    remove_search,
    save_search,
    tell_what_is_new,
)

__all__ = [
    "NothingAsked",
    "TooManySaved",
    "count_click",
    "count_question",
    "forget_old_questions",
    "remove_search",
    "save_search",
    "tell_what_is_new",
    "write_counts",
]

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
from exchange.finding.actions.vocabulary import (
    NoForm,
    NoLetters,
    NotShipped,
    TooManyWords,
    ask_for_rebuild,
    load_shipped,
    remove_concept,
    restore_shipped,
    save_concept,
    take_back,
)

__all__ = [
    "NoForm",
    "NoLetters",
    "NotShipped",
    "NothingAsked",
    "TooManySaved",
    "TooManyWords",
    "ask_for_rebuild",
    "count_click",
    "count_question",
    "forget_old_questions",
    "load_shipped",
    "remove_concept",
    "remove_search",
    "restore_shipped",
    "save_concept",
    "save_search",
    "take_back",
    "tell_what_is_new",
    "write_counts",
]

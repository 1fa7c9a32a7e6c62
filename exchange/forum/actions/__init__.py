"""The deeds of this room."""

from exchange.forum.actions.changes import (
    DiscussionClosed,
    NothingSaid,
    PostGone,
    ReasonNeeded,
    SentElsewhere,
    TooLong,
)
from exchange.forum.actions.moderating import (
    change_audience,
    close_discussion,
    hide_post,
    rename_discussion,
    reopen_discussion,
    show_post,
)
from exchange.forum.actions.talking import accept_answer, delete_post, edit_post, open_discussion, post

__all__ = [
    "DiscussionClosed",
    "NothingSaid",
    "PostGone",
    "ReasonNeeded",
    "SentElsewhere",
    "TooLong",
    "accept_answer",
    "change_audience",
    "close_discussion",
    "delete_post",
    "edit_post",
    "hide_post",
    "open_discussion",
    "post",
    "rename_discussion",
    "reopen_discussion",
    "show_post",
]

"""The pages of this room."""

from exchange.forum.views.moderating import (
    close_discussion,
    discussion_audience,
    hide_post,
    rename_discussion,
    reopen_discussion,
    show_post,
)
from exchange.forum.views.reading import changes, discussion, forum
from exchange.forum.views.writing import accept_answer, delete_post, edit_post, new_discussion, post

__all__ = [
    "accept_answer",
    "changes",
    "close_discussion",
    "delete_post",
    "discussion",
    "discussion_audience",
    "edit_post",
    "forum",
    "hide_post",
    "new_discussion",
    "post",
    "rename_discussion",
    "reopen_discussion",
    "show_post",
]

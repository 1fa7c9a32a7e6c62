"""How coordinators keep a discussion in order."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from exchange.forum import rules
from exchange.forum.actions.changes import (
    PostGone,
    ReasonNeeded,
    change,
    count,
    details,
    forget_answer,
    insist_on_readable,
    insist_on_title,
    locked,
    locked_post,
)
from exchange.forum.models import Discussion, Post
from exchange.journal.actions import record
from exchange.platforms.models import Audience


@transaction.atomic
def hide_post(*, post: Post, by, reason: str) -> Post:
    """Take a post out of sight; its author is told the reason."""
    discussion, post = locked_post(post)
    if not rules.can_moderate(by, discussion):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonNeeded
    insist_on_readable(post)
    post.state, post.hidden_reason = Post.State.HIDDEN, reason.strip()
    count(discussion, -1)
    forget_answer(discussion, post)
    change(discussion, post, "state", "hidden_reason")
    record("forum.post_hidden", subject=post, by=by, **details(discussion, post))
    return post


@transaction.atomic
def show_post(*, post: Post, by) -> Post:
    """Bring a hidden post back."""
    discussion, post = locked_post(post)
    if not rules.can_moderate(by, discussion):
        raise PermissionDenied
    if post.state != Post.State.HIDDEN:
        raise PostGone
    post.state, post.hidden_reason = Post.State.VISIBLE, ""
    count(discussion, 1)
    change(discussion, post, "state", "hidden_reason")
    record("forum.post_shown", subject=post, by=by, **details(discussion, post))
    return post


@transaction.atomic
def close_discussion(*, discussion: Discussion, by, reason: str) -> Discussion:
    """End a discussion; it can be read, and nothing more is said in it."""
    discussion = locked(discussion)
    if not rules.can_moderate(by, discussion):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonNeeded
    discussion.state, discussion.reason = Discussion.State.CLOSED, reason.strip()
    change(discussion, None, "state", "reason")
    record("forum.discussion_closed", subject=discussion, by=by, **details(discussion))
    return discussion


@transaction.atomic
def reopen_discussion(*, discussion: Discussion, by) -> Discussion:
    """Let a closed discussion go on."""
    discussion = locked(discussion)
    if not rules.can_moderate(by, discussion):
        raise PermissionDenied
    if not discussion.is_closed:
        return discussion
    discussion.state, discussion.reason = Discussion.State.OPEN, ""
    change(discussion, None, "state", "reason")
    record("forum.discussion_reopened", subject=discussion, by=by, **details(discussion))
    return discussion


@transaction.atomic
def rename_discussion(*, discussion: Discussion, by, title: str) -> Discussion:
    """Give a discussion a clearer title; its old address leads to the new one."""
    discussion = locked(discussion)
    if not rules.can_rename(by, discussion):
        raise PermissionDenied
    discussion.title = insist_on_title(title)
    change(discussion, None, "title")
    record("forum.discussion_renamed", subject=discussion, by=by, **details(discussion))
    return discussion


@transaction.atomic
def change_audience(*, discussion: Discussion, by, audience: str) -> Discussion:
    """Let more or fewer people read a discussion; who no longer may is shown nothing from now on."""
    discussion = locked(discussion)
    may_choose = rules.can_choose_audience(by, audience, discussion.platform)
    if audience not in Audience.values or not rules.can_moderate(by, discussion) or not may_choose:
        raise PermissionDenied
    discussion.audience = audience
    change(discussion, None, "audience")
    record("forum.audience_changed", subject=discussion, by=by, **details(discussion), audience=audience)
    return discussion

"""What members do in a discussion."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from exchange.forum import rules
from exchange.forum.actions.changes import (
    DiscussionClosed,
    SentElsewhere,
    change,
    count,
    details,
    forget_answer,
    insist_on_readable,
    insist_on_title,
    insist_on_words,
    locked,
    locked_post,
)
from exchange.forum.actions.words import to_html
from exchange.forum.models import Discussion, Post
from exchange.journal import now
from exchange.journal.actions import record
from exchange.platforms.models import Audience, Platform


@transaction.atomic
def open_discussion(
    *,
    platform: Platform,
    by,
    title: str,
    text: str,
    audience: str = Audience.PLATFORM,
    about: models.Model | None = None,
    client_id=None,
) -> Discussion:
    """Start a discussion with its first post; the same `client_id` (UUID) again gives the same discussion."""
    if not rules.can_open_discussion(by, platform) or not rules.can_choose_audience(by, audience, platform):
        raise PermissionDenied
    # Of two that are sent at once, the second waits here and then finds the first.
    Platform.objects.select_for_update().get(pk=platform.pk)
    known = _sent_before(by, client_id)
    if known is not None:
        return known.discussion
    title = insist_on_title(title)
    discussion = Discussion(platform=platform, title=title, audience=audience, opened_by=by, opened_at=now())
    if about is not None:
        discussion.about = about
    discussion.save()
    _add_post(discussion, by, text, client_id, None)
    record("forum.discussion_opened", subject=discussion, by=by, **details(discussion))
    return discussion


@transaction.atomic
def post(
    *, discussion: Discussion, by, text: str, client_id=None, reply_to: Post | None = None
) -> tuple[Post, bool]:
    """Say something: the post, and whether it is new. The same `client_id` (UUID) again gives the same post."""
    discussion = locked(discussion)
    if not rules.can_post(by, discussion):
        raise PermissionDenied
    known = _sent_before(by, client_id)
    if known is not None:
        if known.discussion_id != discussion.pk:
            raise SentElsewhere
        return known, False
    if discussion.is_closed:
        raise DiscussionClosed
    new = _add_post(discussion, by, text, client_id, reply_to)
    record("forum.posted", subject=new, by=by, **details(discussion, new))
    return new, True


@transaction.atomic
def edit_post(*, post: Post, by, text: str) -> Post:
    """Put other words into one's own post."""
    discussion, post = locked_post(post)
    if not rules.can_change_post(by, post):
        raise PermissionDenied
    if discussion.is_closed:
        raise DiscussionClosed
    insist_on_readable(post)
    insist_on_words(text)
    post.text, post.html = text, to_html(text)
    post.revision += 1
    post.edited_at = now()
    change(discussion, post, "text", "html", "revision", "edited_at")
    record("forum.post_edited", subject=post, by=by, **details(discussion, post))
    return post


@transaction.atomic
def delete_post(*, post: Post, by) -> Post:
    """Take back one's own words: they are gone for good, their place stays."""
    discussion, post = locked_post(post)
    if not rules.can_change_post(by, post):
        raise PermissionDenied
    if post.state == Post.State.DELETED:
        return post
    was_readable = post.is_readable
    post.text = post.html = ""
    post.state = Post.State.DELETED
    count(discussion, -1 if was_readable else 0)
    forget_answer(discussion, post)
    change(discussion, post, "text", "html", "state")
    record("forum.post_deleted", subject=post, by=by, **details(discussion, post))
    return post


@transaction.atomic
def accept_answer(*, post: Post, by) -> Post:
    """Mark the reply that helped; another one marked before gives way."""
    discussion, post = locked_post(post)
    if not rules.can_accept_answer(by, discussion):
        raise PermissionDenied
    insist_on_readable(post)
    if discussion.answer_id == post.pk:
        return post
    before = discussion.answer
    discussion.answer = post
    if before is not None:
        change(discussion, before)
    discussion.save(update_fields=["answer"])
    change(discussion, post)
    record("forum.answer_accepted", subject=post, by=by, **details(discussion, post))
    return post


def _sent_before(by, client_id) -> Post | None:
    if client_id is None:
        return None
    return Post.objects.with_authors().filter(author=by, client_id=client_id).first()


def _add_post(discussion: Discussion, by, text: str, client_id, reply_to: Post | None) -> Post:
    insist_on_words(text)
    if reply_to is not None and (reply_to.discussion_id != discussion.pk or not reply_to.is_readable):
        reply_to = None
    discussion.last_number += 1
    discussion.last_change += 1
    discussion.post_count += 1
    discussion.last_post_at = now()
    new = Post(
        discussion=discussion,
        number=discussion.last_number,
        changed=discussion.last_change,
        author=by,
        text=text,
        html=to_html(text),
        posted_at=discussion.last_post_at,
        reply_to=reply_to,
    )
    if client_id is not None:
        new.client_id = client_id
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as collision:
        # The lock keeps the numbers apart; what is left is one client_id, sent to two discussions at once.
        if _sent_before(by, client_id) is None:
            raise
        raise SentElsewhere from collision
    discussion.save(update_fields=["last_number", "last_change", "post_count", "last_post_at"])
    return new

"""How posts look, and what all watchers of a discussion are shown alike."""

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from exchange.forum.models import Discussion, Post

SUBJECT = "forum.discussion"
CHANGES_OF_POSTS = (
    "forum.posted",
    "forum.post_edited",
    "forum.post_deleted",
    "forum.post_hidden",
    "forum.post_shown",
    "forum.answer_accepted",
)
CHANGES_OF_DISCUSSIONS = (
    "forum.discussion_closed",
    "forum.discussion_reopened",
    "forum.discussion_renamed",
    "forum.audience_changed",
)


def office_of(person) -> str:
    """Where a person works, in the active language; empty where that is not known."""
    profile = getattr(person, "profile", None)
    return str(profile.authority) if profile is not None and profile.authority_id else ""


def name_of(person) -> str:
    """The name to show beside a post; accounts that are gone leave their words behind."""
    return person.name if person is not None else _("A former member")


def shown(post: Post) -> dict:
    """What `components/post.html` is given for a post, the same for every reader."""
    return {
        "number": post.number,
        "pk": post.pk,
        "revision": post.revision,
        "changed": post.changed,
        "author": name_of(post.author),
        "author_pk": post.author_id,
        "office": office_of(post.author),
        "posted_at": post.posted_at,
        "edited": post.is_readable and post.edited_at is not None,
        "body": _body(post),
        "answer": post.is_readable and post.discussion.answer_id == post.pk,
        "removed": _removed(post),
        "is_readable": post.is_readable,
        "is_hidden": post.state == Post.State.HIDDEN,
        "discussion_pk": post.discussion_id,
    }


def _body(post: Post) -> str:
    if not post.is_readable:
        return ""
    if post.reply_to is None:
        return mark_safe(post.html)  # noqa: S308  (nh3 cleaned it when it was written)
    line = format_html(
        escape(_("In reply to %(name)s")) % {"name": "<bdi>{}</bdi>"}, name_of(post.reply_to.author)
    )
    words = '<p class="meta"><a href="#post-{}">{}</a></p>{}'
    return format_html(words, post.reply_to.number, line, mark_safe(post.html))  # noqa: S308


def _removed(post: Post) -> str:
    if post.state == Post.State.DELETED:
        return _("The author deleted this post.")
    if post.state == Post.State.HIDDEN:
        return _("A coordinator hid this post.")
    return ""


def change_of(post: Post) -> dict:
    """The latest change of a post as JSON: its number, and the post as it is now. Neutral as to who reads."""
    html = render_to_string("forum/_post.html", {"post": shown(post)}).strip()
    return {
        "number": post.changed,
        "post": post.number,
        "id": post.pk,
        "state": post.state,
        "revision": post.revision,
        "author": post.author_id,
        "name": name_of(post.author),
        "html": html,
    }


def standing_of(discussion: Discussion) -> dict:
    """What is said of a discussion as a whole: title, open or closed and why, how many replies can be read."""
    return {
        "title": discussion.title,
        "state": discussion.state,
        "reason": discussion.reason,
        "replies": discussion.reply_count,
    }


def subject_of(entry) -> str:
    """The discussion that an entry of this room is about, as pages watch it."""
    return f"{SUBJECT}.{entry.details['discussion']}"


def ring_of_post(entry) -> dict | None:
    """What rings when a post came or changed. Called once for each language, never for each watcher."""
    post = entry.subject
    if post is None:
        return None
    return {"subject": subject_of(entry), "discussion": standing_of(post.discussion)} | change_of(post)


def ring_of_discussion(entry) -> dict | None:
    """What rings when a discussion was closed, reopened or renamed."""
    discussion = entry.subject
    if discussion is None:
        return None
    number = entry.details["change"]
    return {"subject": subject_of(entry), "number": number, "discussion": standing_of(discussion)}


def can_watch(person, ids) -> set[int]:
    """Those of the discussions that `person` may watch."""
    return set(Discussion.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def last_numbers(ids) -> dict[int, int]:
    """The number of the latest change of each of these discussions."""
    return dict(Discussion.objects.filter(pk__in=ids).values_list("pk", "last_change"))

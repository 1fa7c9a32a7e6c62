"""How a discussion changes: every change takes the next number of its discussion, under the lock of its row."""

from django.utils.translation import gettext_lazy, ngettext

from exchange.forum.actions.words import says_something
from exchange.forum.models import POST_LIMIT, Discussion, Post
from exchange.journal.refusals import Refusal
from exchange.pages.names import insist_on_name


class DiscussionClosed(Refusal):
    message = gettext_lazy("This discussion is closed. You can open a new one and link to it.")


class NothingSaid(Refusal):
    message = gettext_lazy("Please write a few words first.")


class PostGone(Refusal):
    message = gettext_lazy("This post was deleted or hidden meanwhile. Please reload the page.")


class ReasonNeeded(Refusal):
    message = gettext_lazy("Please give a reason: the people concerned will read it.")


class SentElsewhere(Refusal):
    message = gettext_lazy(
        "This text was already sent to another discussion. Please reload the page and send it again."
    )


class TooLong(Refusal):
    """Says how long the text is and how long it may be."""

    def __init__(self, length: int) -> None:
        told = ngettext(
            "Your text has %(length)s character; %(limit)s fit here. Please shorten it or divide it.",
            "Your text has %(length)s characters; %(limit)s fit here. Please shorten it or divide it.",
            length,
        )
        super().__init__(told % {"length": length, "limit": POST_LIMIT})


def locked(discussion: Discussion) -> Discussion:
    """The row as it is now, held until the transaction ends: this is what puts the changes in order."""
    return Discussion.objects.select_for_update(of=("self",)).select_related("platform").get(pk=discussion.pk)


def locked_post(post: Post) -> tuple[Discussion, Post]:
    """The post as it is now, and its discussion, held until the transaction ends."""
    discussion = locked(post.discussion)
    fresh = Post.objects.with_authors().get(pk=post.pk)
    fresh.discussion = discussion
    return discussion, fresh


def change(discussion: Discussion, post: Post | None, *fields: str) -> None:
    """Take the next number for a change of the post, or of the discussion itself, and save these fields of it."""
    discussion.last_change += 1
    if post is None:
        discussion.save(update_fields=["last_change", *fields])
        return
    post.changed = discussion.last_change
    post.save(update_fields=["changed", *fields])
    discussion.save(update_fields=["last_change", "post_count"])


def count(discussion: Discussion, difference: int) -> None:
    """Note that so many more posts can be read; `change` saves it."""
    discussion.post_count += difference


def forget_answer(discussion: Discussion, post: Post) -> None:
    """A post that is taken away answers nothing any more."""
    if discussion.answer_id == post.pk:
        discussion.answer = None
        discussion.save(update_fields=["answer"])


def insist_on_readable(post: Post) -> None:
    if not post.is_readable:
        raise PostGone


def insist_on_words(text: str) -> None:
    if not says_something(text):
        raise NothingSaid
    if len(text) > POST_LIMIT:
        raise TooLong(len(text))


def insist_on_title(title: str) -> str:
    """The title in one line of what can be seen; a refusal where it says nothing or hides something."""
    insist_on_words(title)
    return insist_on_name(title, Discussion._meta.get_field("title").max_length)


def details(discussion: Discussion, post: Post | None = None) -> dict:
    """What journal entries of this room say: which discussion, the number of the change, and of the post."""
    told = {"discussion": discussion.pk, "change": discussion.last_change}
    return told if post is None else told | {"number": post.number}

"""Which facts of this room tell whom, in which words."""

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from exchange.design.letters import isolated
from exchange.forum import rules
from exchange.forum.actions.words import to_text
from exchange.forum.models import Discussion, Post
from exchange.notifications.models import Notification
from exchange.notifications.telling import Message, Telling
from exchange.people.models import User

# So much of a reply stands in a mail; the rest is one click away.
EXCERPT = 600


def _participants(entry):
    """Who opened the discussion or said something in it, but for the one who speaks now."""
    post = entry.subject
    if post is None:
        return User.objects.none()
    said = Post.objects.filter(discussion=post.discussion_id).exclude(state=Post.State.DELETED)
    took_part = Q(pk__in=said.values("author")) | Q(pk=post.discussion.opened_by_id)
    return User.objects.filter(took_part).exclude(pk=post.author_id)


def _posted(entry, person) -> Message | None:
    """One telling for all replies until the person looks or answers; by mail to who opened the discussion."""
    post = _post_of(entry)
    if not post.is_readable or not rules.can_see_discussion(person, post.discussion):
        return None
    if _knows_already(entry, person, post):
        return None
    names = {"name": isolated(_name(post)), "title": isolated(post.discussion.title)}
    return Message(
        title=_("A new reply from %(name)s in “%(title)s”") % names,
        text=_excerpt(post),
        url=post.get_absolute_url(),
        button=_("Read the reply"),
        is_mailed=person.pk == post.discussion.opened_by_id,
    )


def _knows_already(entry, person, post: Post) -> bool:
    """Whether the person has spoken after this reply, or has an unread telling of an earlier one."""
    own = (
        Post.objects.filter(discussion=post.discussion_id, author=person).aggregate(last=Max("number"))[
            "last"
        ]
        or 0
    )
    if own > post.number:
        return True
    unread = Notification.objects.filter(person=person, read_at=None, entry__kind="forum.posted").exclude(
        entry=entry
    )
    return unread.filter(
        entry__details__discussion=post.discussion_id,
        entry__details__number__gt=own,
        entry__details__number__lt=post.number,
    ).exists()


def _author(entry):
    post = entry.subject
    if post is None or post.author is None or post.author_id == entry.by_id:
        return []
    return [post.author]


def _hidden(entry, person) -> Message | None:
    post = _post_of(entry)
    if post.state != Post.State.HIDDEN or not rules.can_see_discussion(person, post.discussion):
        return None
    return Message(
        title=_("Your post in “%(title)s” was hidden") % {"title": isolated(post.discussion.title)},
        text=_("The coordinator's reason: %(reason)s") % {"reason": post.hidden_reason},
        url=post.get_absolute_url(),
        button=_("Open the discussion"),
    )


def _accepted(entry, person) -> Message | None:
    post = _post_of(entry)
    if post.discussion.answer_id != post.pk or not rules.can_see_discussion(person, post.discussion):
        return None
    return Message(
        title=_("Your reply in “%(title)s” was accepted as the answer")
        % {"title": isolated(post.discussion.title)},
        url=post.get_absolute_url(),
        button=_("Open the discussion"),
        is_mailed=False,
    )


def _opener(entry):
    discussion = entry.subject
    if discussion is None or discussion.opened_by is None or discussion.opened_by_id == entry.by_id:
        return []
    return [discussion.opened_by]


def _closed(entry, person) -> Message | None:
    discussion = Discussion.objects.select_related("platform").get(pk=entry.details["discussion"])
    if not discussion.is_closed or not rules.can_see_discussion(person, discussion):
        return None
    return Message(
        title=_("Your discussion “%(title)s” was closed") % {"title": isolated(discussion.title)},
        text=_("The coordinator's reason: %(reason)s") % {"reason": discussion.reason},
        url=discussion.get_absolute_url(),
        button=_("Open the discussion"),
        is_mailed=False,
    )


def _post_of(entry) -> Post:
    """The post as it is now, not as it was when the fact was written down."""
    return Post.objects.with_authors().get(pk=entry.subject_id)


def _name(post: Post) -> str:
    return post.author.name if post.author is not None else _("a former member")


def _excerpt(post: Post) -> str:
    text = to_text(post.html)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …"


TELLINGS = {
    "forum.posted": Telling(_participants, _posted),
    "forum.post_hidden": Telling(_author, _hidden),
    "forum.answer_accepted": Telling(_author, _accepted),
    "forum.discussion_closed": Telling(_opener, _closed),
}

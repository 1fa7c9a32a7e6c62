"""Discussions for each audience, and posts in every state."""

from exchange.forum import actions as forum
from exchange.forum.models import Discussion, Post
from exchange.library.models import GuidePage
from exchange.people.models import User
from exchange.platforms.models import Platform
from tests.crawl.planting.planted import AUDIENCES, COMMON, Planted, audience_of, inside


def plant_forum(planted: Planted, name: str, platform: Platform, coordinator: User, writer: User) -> None:
    for audience in AUDIENCES:
        seen = audience_of(name, audience)
        by = coordinator if audience in ("everyone", "party") else writer
        discussion = plant_discussion(planted, f"{name} {audience} discussion", seen, platform, by, audience)
        if audience == "platform":
            _moderated(planted, name, seen, discussion, coordinator, writer)
        else:
            said = planted.word(seen, f"{name} {audience} discussion: reply")
            forum.post(discussion=discussion, by=coordinator, text=f"الجواب {said}")
    # Open to all, about a work that is not.
    about = GuidePage.objects.get(pk=planted.keys[f"{name} party work"])
    plant_discussion(planted, f"{name} discussion about a hidden work", "everyone", platform, coordinator, "everyone",
                about=about)  # fmt: skip


def plant_discussion(
    planted: Planted, place: str, seen: str, platform, by: User, audience: str, **fields
) -> Discussion:
    discussion = forum.open_discussion(
        platform=platform,
        by=by,
        title=f"{COMMON} {planted.word(seen, f'{place}: title')}",
        text=f"السؤال {planted.word(seen, f'{place}: question')}",
        audience=audience,
        **fields,
    )
    planted.keys[place] = discussion.pk
    return discussion


def _moderated(planted: Planted, name: str, seen: str, discussion, coordinator: User, writer: User) -> None:
    """Posts in every state, and a discussion that was closed with a reason."""

    def post(by: User, audience: str, part: str) -> Post:
        text = planted.word(audience, f"{name} platform discussion: {part}")
        return forum.post(discussion=discussion, by=by, text=text)[0]

    post(writer, seen, "reply")
    forum.delete_post(post=post(writer, "nobody", "deleted post"), by=writer)
    reason = planted.word(inside(name, "coordinators"), f"{name} platform discussion: why hidden")
    hidden = post(writer, inside(name, "coordinators"), "hidden post")
    forum.hide_post(post=hidden, by=coordinator, reason=reason)
    edited = post(writer, "nobody", "text before editing")
    forum.edit_post(
        post=edited, by=writer, text=planted.word(seen, f"{name} platform discussion: text after editing")
    )
    forum.accept_answer(post=edited, by=coordinator)
    if name == "A":
        post(User.objects.get(pk=planted.people["former"]), seen, "post of the former member")
    closed = plant_discussion(
        planted, f"{name} closed discussion", seen, discussion.platform, writer, "platform"
    )
    reason = planted.word(seen, f"{name} closed discussion: reason")
    forum.close_discussion(discussion=closed, by=coordinator, reason=reason)

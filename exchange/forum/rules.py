"""Who may do what in discussions. `person` is an account or a visitor; every rule asks the database anew."""

from exchange.platforms import rules as platforms


def can_see_discussion(person, discussion) -> bool:
    """The same answer for one discussion that `visible_to` gives for all."""
    return platforms.is_in_audience(person, discussion.audience, discussion.platform)


def can_open_discussion(person, platform) -> bool:
    """Members of the platform, whoever may read it afterwards."""
    return platforms.is_member(person, platform)


def can_choose_audience(person, audience: str, platform) -> bool:
    """Members speak to their platform or the network; with the public, or among themselves, the working party."""
    if audience in ("platform", "network"):
        return platforms.is_member(person, platform)
    return platforms.is_in_party(person, platform)


def can_post(person, discussion) -> bool:
    """Members of the platform who may read the discussion. Whether it is open is another question."""
    return platforms.is_member(person, discussion.platform) and can_see_discussion(person, discussion)


def can_change_post(person, post) -> bool:
    """The author, as long as they may post there."""
    return is_author(person, post) and can_post(person, post.discussion)


def can_moderate(person, discussion) -> bool:
    """Coordinators hide and show posts, close and reopen discussions, and change who may read."""
    return platforms.is_coordinator(person, discussion.platform)


def can_rename(person, discussion) -> bool:
    """Who opened the discussion, and coordinators."""
    return can_moderate(person, discussion) or (
        is_opener(person, discussion) and can_post(person, discussion)
    )


def can_accept_answer(person, discussion) -> bool:
    """Who asked, and coordinators."""
    return can_rename(person, discussion)


def is_author(person, post) -> bool:
    return bool(person.is_authenticated and post.author_id == person.pk)


def is_opener(person, discussion) -> bool:
    return bool(person.is_authenticated and discussion.opened_by_id == person.pk)

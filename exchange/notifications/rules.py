"""Who may see and mark what somebody was told."""


def can_read(person, notification) -> bool:
    """The answer for one notification that `visible_to` gives for all: it is the person's own."""
    return bool(person.is_authenticated and notification.person_id == person.pk)

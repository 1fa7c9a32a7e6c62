"""Who may read and who may write in the library."""

from exchange.platforms.rules import is_editor, is_in_audience


def can_read(person, work) -> bool:
    """The answer for one work that `visible_to` gives for all."""
    return bool(work.live) and is_in_audience(person, work.audience, work.platform)


def can_edit(person, work) -> bool:
    """Editors and coordinators of the platform that owns the work."""
    return is_editor(person, work.platform)


def can_download(person, document) -> bool:
    """Whether a work that `person` may read, or may edit, refers to the file; or the person uploaded it."""
    if person.is_authenticated and document.uploaded_by_user_id == person.pk:
        return True
    return any(
        can_read(person, attachment.work) or can_edit(person, attachment.work)
        for attachment in document.attachments.select_related("work__platform")
    )

"""The four signals of Wagtail that become journal entries; nothing else in the product listens to signals."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from exchange.journal.actions import record
from exchange.pages.models import BasePage, UploadedDocument


@receiver(page_published)
def note_publishing(sender, instance, **kwargs):
    """A page stands on the site. Wagtail sends this for aliases too, which are no facts of their own."""
    if kwargs.get("alias") or not isinstance(instance, BasePage):
        return
    revision = kwargs.get("revision")
    _note("pages.published", instance, by=getattr(revision, "user", None), **_identity(instance))


@receiver(page_unpublished)
def note_unpublishing(sender, instance, **kwargs):
    """A page is gone from the site."""
    if isinstance(instance, BasePage):
        _note("pages.unpublished", instance, **_identity(instance))


@receiver(post_page_move)
def note_move(sender, instance, url_path_before, url_path_after, **kwargs):
    """A page stands elsewhere: its addresses, and with another platform its audience, are others."""
    page = instance.specific
    if isinstance(page, BasePage) and url_path_before != url_path_after:
        # Wagtail's admin moves pages without asking the page itself.
        page.settle()
        _note("pages.moved", page, url_path_before=url_path_before, **_identity(page))


@receiver(post_save, sender=UploadedDocument)
def note_file(sender, instance, created, **kwargs):
    """A file was uploaded or replaced, so that its text is to be read."""
    if kwargs.get("raw") or (instance.file_hash and instance.file_hash == instance.text_of_hash):
        return
    _note("pages.file_stored", instance, by=instance.uploaded_by_user)


def _identity(page):
    # By the time somebody listens the page may be deleted; what names it in other places stays in the entry.
    return {"key": str(page.translation_key), "language": page.locale.language_code, "title": page.title}


def _note(kind, subject, *, by=None, **details):
    # Some of Wagtail's paths send the signal after their own transaction; the entry then gets one to itself.
    with transaction.atomic():
        record(kind, subject=subject, by=by, **details)

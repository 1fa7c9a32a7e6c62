"""The deeds of the library that are not Wagtail's own."""

from collections.abc import Sequence

from django.db import transaction

from exchange.journal.actions import record
from exchange.library.tasks import recognise
from exchange.pages.models import TextState, UploadedDocument
from search import files


def read_file(*, document: UploadedDocument) -> UploadedDocument:
    """Read the text of an uploaded file for search. A file that cannot be read is kept and marked as such.

    Its scans, if it has any, are queued to be read by and by, where they can be.
    """
    # Reading takes seconds and happens in a child process; no transaction is held meanwhile.
    with document.file.open("rb") as file:
        extracted = files.extract(file.read(), document.filename)
    file_hash, state = document.get_file_hash(), TextState(extracted.state)
    with transaction.atomic():
        UploadedDocument.objects.filter(pk=document.pk).update(
            text_state=state,
            text_pages=list(extracted.pages),
            scanned_pages=list(extracted.scans),
            text_of_hash=file_hash,
        )
        record("library.file_read", subject=document, state=state.value)
        if extracted.scans and files.can_recognise():
            recognise.enqueue(document.pk, file_hash, extracted.scans[: files.MOST_SCANS])
    document.refresh_from_db()
    return document


def read_stored_file(entry) -> None:
    """Listener: read what was just uploaded or replaced, unless its text is there already."""
    document = entry.subject
    if document is not None and document.text_of_hash != document.get_file_hash():
        read_file(document=document)


def read_scans(*, document: UploadedDocument, numbers: Sequence[int]) -> UploadedDocument:
    """Read these pages of a file, counted from 1, from their pictures; those without words stay marked."""
    # As in read_file: no transaction while the child process works.
    with document.file.open("rb") as file:
        texts = files.recognise(file.read(), numbers)
    with transaction.atomic():
        now = UploadedDocument.objects.select_for_update().get(pk=document.pk)
        read = [number for number in now.scanned_pages if texts.get(number)]
        if now.text_of_hash == document.text_of_hash and read:
            for number in read:
                now.text_pages[number - 1] = texts[number]
            now.scanned_pages = [number for number in now.scanned_pages if number not in read]
            now.text_state = files.state_of(now.text_pages, now.scanned_pages)
            now.save(update_fields=["text_pages", "scanned_pages", "text_state"])
            record("library.file_read", subject=now, state=now.text_state)
    document.refresh_from_db()
    return document

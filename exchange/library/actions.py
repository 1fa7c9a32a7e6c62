"""The deeds of the library that are not Wagtail's own."""

from django.db import transaction

from exchange.journal.actions import record
from exchange.pages.models import TextState, UploadedDocument
from search.files import extract

STATES = {"read": TextState.READ, "empty": TextState.EMPTY}


def read_file(*, document: UploadedDocument) -> UploadedDocument:
    """Read the text of an uploaded file for search. A file that cannot be read is kept and marked as such."""
    # Reading takes seconds and happens in a child process; no transaction is held meanwhile.
    with document.file.open("rb") as file:
        extracted = extract(file.read(), document.filename)
    state = STATES.get(extracted.state, TextState.UNREADABLE)
    with transaction.atomic():
        UploadedDocument.objects.filter(pk=document.pk).update(
            text_state=state, text_pages=list(extracted.pages), text_of_hash=document.get_file_hash()
        )
        record("library.file_read", subject=document, state=state.value)
    document.refresh_from_db()
    return document


def read_stored_file(entry) -> None:
    """Listener: read what was just uploaded or replaced, unless its text is there already."""
    document = entry.subject
    if document is not None and document.text_of_hash != document.get_file_hash():
        read_file(document=document)

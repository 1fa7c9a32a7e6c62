"""Reads files again whose text could not be read so far: after Tesseract was installed, or with a new version."""

from django.core.management.base import BaseCommand

from exchange.library.actions import read_file
from exchange.pages.models import TextState, UploadedDocument

DONE = (TextState.READ, TextState.EMPTY)


class Command(BaseCommand):
    help = "Read again the files of which there is no text, or not all; scans are left to the worker."

    def handle(self, *args, **options) -> None:
        unread = UploadedDocument.objects.exclude(text_state__in=DONE, scanned_pages=[]).order_by("pk")
        for document in unread.iterator(chunk_size=20):
            try:
                read_file(document=document)
            except OSError as missing:
                self.stderr.write(f"{document.filename}: {missing}")
                continue
            self.stdout.write(f"{document.filename}: {document.get_text_state_display()}")

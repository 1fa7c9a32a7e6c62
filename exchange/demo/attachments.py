"""The files that go with the works: made from text by the tools that offices use, and stored as uploads."""

import io
from datetime import datetime

from django.core.files.base import ContentFile
from wagtail.utils.file import hash_filelike

from exchange.demo import markdown, reading
from exchange.demo.pdf import pdf
from exchange.demo.word import docx
from exchange.pages.models import UploadedDocument
from exchange.people.models import User
from exchange.platforms.models import Platform

MAKERS = {"pdf": pdf, "docx": docx}


def stored(*, source: str, format: str, platform: Platform, by: User, moment: datetime) -> UploadedDocument:
    """The uploaded file of this source, made and stored where it is not there yet; both sides of a work share it."""
    written = reading.attachment(source)
    title = written.fields["title"]
    document = UploadedDocument.objects.filter(collection=platform.collection, title=title).first()
    if document is not None:
        return document
    content = MAKERS[format](
        title=title,
        author=by.name,
        platform=platform.name_ar,
        pieces=markdown.pieces(written.text),
        made_at=moment,
    )
    document = UploadedDocument(title=title, collection=platform.collection, uploaded_by_user=by)
    document.file = ContentFile(content, name=f"{source}.{format}")
    # As Wagtail's form for uploads does.
    document.file_size = len(content)
    document.file_hash = hash_filelike(io.BytesIO(content))
    document.full_clean()
    document.save()
    # Wagtail stamps uploads with the hour of the machine.
    UploadedDocument.objects.filter(pk=document.pk).update(created_at=moment)
    return document

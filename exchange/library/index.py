"""What of the library can be found, and by whom: one document for each work, whatever its languages."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from exchange.library.models import Attachment, Work
from exchange.people.index import PROFILES, authorities_of
from exchange.platforms.models import Audience
from exchange.platforms.rules import document_audience
from search.documents import Document, FileText, Side
from search.files import PARTS

BATCH = 50
WIDTH: list[str] = [Audience.EVERYONE, Audience.NETWORK, Audience.PLATFORM, Audience.PARTY]


class Source:
    kinds = ("guide", "position-paper")

    def ids_for(self, entry) -> Iterable[str]:
        """Entries about works carry their key, because the page may be gone by now; files name their works."""
        if entry.kind == "library.file_read":
            works = Work.objects.filter(attachments__document_id=entry.subject_id).distinct()
            return [_id(work) for work in works]
        if entry.kind in PROFILES:
            return [_id(work) for work in Work.objects.filter(owner=entry.subject_id)]
        key = entry.details.get("key") if entry.kind.startswith("pages.") else None
        return [f"{kind}:{key}" for kind in self.kinds] if key else []

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        works = Work.objects.live().select_related("platform", "locale", "owner__profile")
        works = works.order_by("translation_key", "pk")
        if ids is not None:
            works = works.filter(translation_key__in=_keys(ids))
        works = works.prefetch_related("tagged_items__tag")
        for _key, sides in groupby(works.iterator(chunk_size=BATCH), key=lambda work: work.translation_key):
            yield _document(list(sides))

    def visible(self, ids: Iterable[str], person) -> set[str]:
        works = Work.objects.visible_to(person).filter(translation_key__in=_keys(ids))
        return {f"{kind}:{key}" for kind, key in works.values_list("kind", "translation_key")}


def _keys(ids: Iterable[str]) -> list[str]:
    return [one.partition(":")[2] for one in ids]


def _id(work: Work) -> str:
    return f"{work.kind}:{work.translation_key}"


def _document(sides: list[Work]) -> Document:
    # Should the two sides ever differ, the narrower one decides for both.
    narrowest = max(sides, key=lambda work: WIDTH.index(work.audience))
    files = [
        FileText(
            attachment.document.filename,
            number if attachment.document.file_extension.lower() in PARTS else None,
            text,
        )
        for attachment in Attachment.objects.filter(work__in=sides).select_related("document")
        for number, text in enumerate(attachment.document.text_pages, 1)
    ]
    return Document(
        id=_id(sides[0]),
        kind=sides[0].kind,
        sides=tuple(_side(work) for work in sides),
        audience=document_audience(narrowest.audience, narrowest.platform_id),
        authorities=authorities_of(sides[0].owner),
        platforms=tuple(sorted({work.platform.slug for work in sides})),
        # Without a date it is found all the same: one odd row must not end the writing of all others.
        published_at=min(
            (work.first_published_at for work in sides if work.first_published_at), default=None
        ),
        tags=tuple(sorted({item.tag.name for work in sides for item in work.tagged_items.all()})),
        files=tuple(files),
    )


def _side(work: Work) -> Side:
    page = work.specific
    return Side(
        language=work.locale.language_code,
        title=page.title,
        url=page.get_url() or "",
        headings=" ".join(page.headings()),
        text=f"{page.summary} {page.plain_text()}",
    )


source = Source()

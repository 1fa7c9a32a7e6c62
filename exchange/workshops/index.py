"""Workshops in search: those that are published, past ones too."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AnonymousUser
from markdown_it import MarkdownIt

from exchange.platforms.rules import document_audience
from exchange.workshops.models import Workshop
from search.documents import Document, Side

SUBJECT_KINDS = ("workshops.published", "workshops.changed", "workshops.cancelled")
BATCH = 50
_markdown = MarkdownIt("commonmark", {"html": False})


class Source:
    kinds = ("workshop",)

    def ids_for(self, entry) -> Iterable[str]:
        return [f"workshop:{entry.subject_id}"] if entry.kind in SUBJECT_KINDS else []

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        workshops = Workshop.objects.published().select_related("platform").order_by("pk")
        if ids is not None:
            workshops = workshops.filter(pk__in=_keys(ids))
        for workshop in workshops.prefetch_related("sessions", "experts").iterator(chunk_size=BATCH):
            yield _document(workshop)

    def visible(self, ids: Iterable[str], person) -> set[str]:
        seen = Workshop.objects.visible_to(person or AnonymousUser()).published().filter(pk__in=_keys(ids))
        return {f"workshop:{pk}" for pk in seen.values_list("pk", flat=True)}


def _keys(ids: Iterable[str]) -> list[int]:
    return [int(key) for key in (one.partition(":")[2] for one in ids) if key.isdecimal()]


def _document(workshop: Workshop) -> Document:
    languages = [language for language in ("ar", "en") if getattr(workshop, f"title_{language}")]
    return Document(
        id=f"workshop:{workshop.pk}",
        kind="workshop",
        sides=tuple(_side(workshop, language) for language in languages),
        audience=document_audience(workshop.audience, workshop.platform_id),
        platforms=(workshop.platform.slug,),
        published_at=workshop.published_at,
    )


def _side(workshop: Workshop, language: str) -> Side:
    sessions, experts = workshop.sessions.all(), workshop.experts.all()
    headings = [getattr(session, f"title_{language}") for session in sessions]
    parts = [
        getattr(workshop, f"summary_{language}"),
        _plain(getattr(workshop, f"description_{language}")),
        *(getattr(session, f"place_{language}") for session in sessions),
        *(getattr(expert, f"{field}_{language}") for expert in experts for field in ("name", "title")),
    ]
    return Side(
        language=language,
        title=getattr(workshop, f"title_{language}"),
        url=workshop.get_absolute_url(language),
        headings=" ".join(filter(None, headings)),
        text=" ".join(filter(None, parts)),
    )


def _plain(markdown: str) -> str:
    """The words alone, without the signs of Markdown."""
    words = []
    for block in _markdown.parse(markdown):
        if block.type in ("fence", "code_block"):
            words.append(block.content)
        for piece in block.children or []:
            words.append(" " if piece.type in ("softbreak", "hardbreak") else piece.content)
        words.append(" ")
    return " ".join("".join(words).split())


source = Source()

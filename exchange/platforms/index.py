"""Platforms in search."""

from collections.abc import Iterable, Iterator

from exchange.platforms.models import Platform
from exchange.platforms.rules import document_audience
from search.documents import Document, Side


class Source:
    kinds = ("platform",)

    def ids_for(self, entry) -> Iterable[str]:
        return [f"platform:{entry.subject_id}"] if entry.kind in SUBJECT_KINDS else []

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        platforms = Platform.objects.prefetch_related("topics")
        if ids is not None:
            platforms = platforms.filter(pk__in=_keys(ids))
        for platform in platforms.iterator(chunk_size=100):
            yield _document(platform)

    def visible(self, ids: Iterable[str], person) -> set[str]:
        seen = Platform.objects.visible_to(person).filter(pk__in=_keys(ids))
        return {f"platform:{pk}" for pk in seen.values_list("pk", flat=True)}


SUBJECT_KINDS = ("platforms.platform_created", "platforms.platform_changed", "platforms.topics_set")


def _keys(ids: Iterable[str]) -> list[int]:
    return [int(one.partition(":")[2]) for one in ids]


def _document(platform: Platform) -> Document:
    languages = [language for language in ("ar", "en") if getattr(platform, f"name_{language}")]
    return Document(
        id=f"platform:{platform.pk}",
        kind="platform",
        sides=tuple(_side(platform, language) for language in languages),
        audience=document_audience(platform.audience, platform.pk),
        platforms=(platform.slug,),
        published_at=platform.created_at,
    )


def _side(platform: Platform, language: str) -> Side:
    topics = [getattr(topic, f"name_{language}") for topic in platform.topics.all()]
    parts = [getattr(platform, f"{field}_{language}") for field in ("summary", "who", "description")]
    return Side(
        language=language,
        title=getattr(platform, f"name_{language}"),
        url=f"/{language}/platforms/{platform.slug}/",
        headings=" ".join(topics),
        text=" ".join(parts),
    )


source = Source()

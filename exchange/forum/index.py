"""Discussions in search: title and what can be read in them, found by those who may read it."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from exchange.forum.actions.words import language_of, to_text
from exchange.forum.models import Discussion, Post
from exchange.people.index import PROFILES, authorities_of
from exchange.platforms.rules import document_audience
from search.documents import ANSWERED, Document, Side

BATCH = 50
# A discussion that ran for years is found by its title and so many characters of what was said.
LONGEST = 200_000


class Source:
    kinds = ("discussion",)

    def ids_for(self, entry) -> Iterable[str]:
        if entry.kind in PROFILES:
            opened = Discussion.objects.filter(opened_by=entry.subject_id)
            return [f"discussion:{pk}" for pk in opened.values_list("pk", flat=True)]
        return [f"discussion:{entry.details['discussion']}"] if entry.kind.startswith("forum.") else []

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        discussions = Discussion.objects.select_related("platform", "opened_by__profile").order_by("pk")
        if ids is not None:
            discussions = discussions.filter(pk__in=_keys(ids))
        for discussion in discussions.iterator(chunk_size=BATCH):
            yield _document(discussion)

    def visible(self, ids: Iterable[str], person) -> set[str]:
        seen = Discussion.objects.visible_to(person or AnonymousUser()).filter(pk__in=_keys(ids))
        return {f"discussion:{pk}" for pk in seen.values_list("pk", flat=True)}


source = Source()


def _keys(ids: Iterable[str]) -> list[int]:
    return [int(key) for key in (one.partition(":")[2] for one in ids) if key.isdecimal()]


def _document(discussion: Discussion) -> Document:
    said = Post.objects.readable().filter(discussion=discussion).values_list("html", flat=True)
    text = " ".join(to_text(html) for html in said)[:LONGEST]
    language = language_of(f"{discussion.title} {text[:2000]}")
    with override(language):
        url = discussion.get_absolute_url()
    return Document(
        id=f"discussion:{discussion.pk}",
        kind="discussion",
        sides=(Side(language=language, title=discussion.title, url=url, text=text),),
        audience=document_audience(discussion.audience, discussion.platform_id),
        platforms=(discussion.platform.slug,),
        authorities=authorities_of(discussion.opened_by),
        marks=(ANSWERED,) if discussion.answer_id else (),
        published_at=discussion.opened_at,
    )

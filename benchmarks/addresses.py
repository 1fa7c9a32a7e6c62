"""The product's addresses, and beside them the bare view that its pages are compared with."""

from django.http import HttpResponse
from django.urls import path

from exchange.platforms.models import Platform
from exchange.urls import handler400, handler403, handler404, handler500  # noqa: F401
from exchange.urls import urlpatterns as product
from search import ranking
from search.asked import Narrowed, ask
from search.engines import engine
from search.fields import FACETS

# Case -> (the page's bytes, how many queries it makes); filled by benchmarks.pages.
answers: dict[str, tuple[bytes, int]] = {}


def bare(request, case: str) -> HttpResponse:
    """As many bytes as the page, after as many queries of the simplest kind: one row by its key."""
    body, queries = answers[case]
    for key in range(queries):
        Platform.objects.filter(pk=key + 1).first()
    return HttpResponse(body)


question = ""  # what the bare search asks; set by benchmarks.search_speed


def bare_search(request) -> HttpResponse:
    """The engine's own answer to the question, rows and counts, and then the bytes of the product's."""
    asked = ranking.within(ranking.wanted(ask(question)), Narrowed(audience=frozenset(["everyone"])))
    engine().search(asked, sort="relevance", offset=0, limit=20, facets=FACETS)
    body, _ = answers["search"]
    return HttpResponse(body)


urlpatterns = [path("bare/<str:case>/", bare), path("bare-search/", bare_search), *product]

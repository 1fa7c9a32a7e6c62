"""The product's addresses, and beside them the bare view that its pages are compared with."""

from django.http import HttpResponse
from django.urls import path

from exchange.platforms.models import Platform
from exchange.urls import handler400, handler403, handler404, handler500  # noqa: F401
from exchange.urls import urlpatterns as product

# Case -> (the page's bytes, how many queries it makes); filled by benchmarks.pages.
answers: dict[str, tuple[bytes, int]] = {}


def bare(request, case: str) -> HttpResponse:
    """As many bytes as the page, after as many queries of the simplest kind: one row by its key."""
    body, queries = answers[case]
    for key in range(queries):
        Platform.objects.filter(pk=key + 1).first()
    return HttpResponse(body)


urlpatterns = [path("bare/<str:case>/", bare), *product]

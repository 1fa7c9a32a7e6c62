"""Pieces of pages that are the same for everybody of one audience, kept until something happens in the network."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe

from exchange.design.kept import kept
from exchange.journal import now
from exchange.journal.models import Entry

# Numbers are given out when an entry is written, not when it is committed: one that comes late is still seen as long
# as no more than so many have overtaken it.
LATE = 32
VISITOR = frozenset(["everyone"])
# What a visitor's browser may send along without being shown anything else for it.
NEUTRAL_COOKIES = frozenset([settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME])


def shared(request, audience: Iterable[str], draw: Callable[[], str], *told) -> SafeString:
    """What `draw()` gives, drawn once a minute, and anew after every entry in the journal.

    `audience` is all that `draw` may ask of the person (the tokens of `platforms.rules.audience_tokens`), `told` are
    the plain values that it uses besides. Inside a transaction nothing is kept: it may yet be rolled back.
    """
    if connection.in_atomic_block:
        return mark_safe(draw())  # noqa: S308  (a template escaped it)
    minute = now().replace(second=0, microsecond=0)
    return kept(draw, sorted(audience), _last_entries(request), minute, *told)


def same_for_visitors(view):
    """A view whose whole page is such a piece for visitors: those who send no session, no message and no query."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        if request.method != "GET" or request.GET or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        if request.COOKIES.keys() - NEUTRAL_COOKIES:
            return view(request, *args, **kwargs)

        def draw() -> str:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            if not _is_plain_page(request, response):
                raise AnotherAnswer(response)
            return response.content.decode()

        try:
            page = shared(request, VISITOR, draw, "page", request.get_host(), request.path)
        except AnotherAnswer as answer:
            return answer.response
        response = HttpResponse(page)
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown


class AnotherAnswer(Exception):
    """What a view answered that is not to be kept: a redirect, a file, a page with a cookie or a form's token."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def _is_plain_page(request, response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type") == "text/html; charset=utf-8"
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and b"csrfmiddlewaretoken" not in response.content
    )


def _last_entries(request) -> list[tuple]:
    """The last numbers of the journal and their times, asked once for a page and before what is drawn is read."""
    if not hasattr(request, "_last_entries"):
        request._last_entries = list(Entry.objects.order_by("-pk").values_list("pk", "at")[:LATE])
    return request._last_entries

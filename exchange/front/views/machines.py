"""For search engines."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from wagtail.models import Page

from exchange.forum.models import Discussion
from exchange.library.models import Work
from exchange.platforms.models import LibraryPage, Platform, PlatformPage
from exchange.workshops.models import Workshop

CLOSED = (
    "/accounts/",
    "/admin/",
    "/django-admin/",
    "/api/",
    "/ar/desk/",
    "/en/desk/",
    "/ar/search/",
    "/en/search/",
)
MOST = 5_000


def robots(request):
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request):
    """The addresses that a visitor may open, in both languages; nothing that a visitor may not see."""
    visitor = AnonymousUser()
    standing = Page.objects.live().filter(depth__gte=2).not_type(Work, PlatformPage, LibraryPage)
    pages = [*standing.order_by("path"), *Work.objects.visible_to(visitor).order_by("path")[:MOST]]
    addresses = [page.get_url(request) for page in pages]
    for platform in Platform.objects.visible_to(visitor):
        addresses += _both(f"/platforms/{platform.slug}/") + _both(f"/platforms/{platform.slug}/library/")
    for rows in (
        Workshop.objects.visible_to(visitor).listed_for(visitor),
        Discussion.objects.visible_to(visitor),
    ):
        for row in rows.order_by("-pk")[:MOST]:
            addresses += _both(f"/{row.get_absolute_url().split('/', 2)[2]}")
    context = {"addresses": [settings.BASE_URL + address for address in addresses if address]}
    return HttpResponse(
        render_to_string("front/sitemap.xml", context), content_type="application/xml; charset=utf-8"
    )


def _both(path: str) -> list[str]:
    return [f"/{language}{path}" for language, _name in settings.LANGUAGES]

"""For search engines."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_page
from wagtail.models import Page

from exchange.forum.models import Discussion
from exchange.library.models import Work
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


@cache_page(600)
def sitemap(request):
    """The addresses that a visitor may open, in both languages; nothing that a visitor may not see."""
    visitor = AnonymousUser()
    works = Work.objects.visible_to(visitor)
    pages = (
        Page.objects.live()
        .filter(depth__gte=2)
        .exclude(pk__in=Work.objects.exclude(pk__in=works).values("pk"))
    )
    addresses = [page.get_url(request) for page in pages.order_by("path")[:MOST]]
    for rows in (
        Workshop.objects.visible_to(visitor).listed_for(visitor),
        Discussion.objects.visible_to(visitor),
    ):
        paths = [row.get_absolute_url() for row in rows.order_by("-pk")[:MOST]]
        addresses += [f"/{language}/{path.split('/', 2)[2]}" for path in paths for language in ("ar", "en")]
    context = {"addresses": [settings.BASE_URL + address for address in addresses if address]}
    return HttpResponse(
        render_to_string("front/sitemap.xml", context), content_type="application/xml; charset=utf-8"
    )

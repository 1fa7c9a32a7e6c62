"""For search engines, and for browsers that install the product and keep pages of it."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from wagtail.models import Page

from exchange import design
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
FILES = Path(design.__file__).parent / "static" / "design"
WORKER = FILES / "sw.js"
# --bg of the tokens, as the head of every page says it to the browser.
GROUND = "#FAF7F2"


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


def manifest(request):
    """What a browser needs to install the product, in the language of the address."""
    language = get_language()
    answer = {
        "id": "/",
        "name": _("Local Authorities Exchange"),
        "short_name": _("Exchange"),
        "description": _(
            "Staff of local authorities learn from each other: guides, workshops and discussions."
        ),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": f"/{language}/",
        "scope": "/",
        "display": "standalone",
        "theme_color": GROUND,
        "background_color": GROUND,
        "icons": [
            {"src": static("design/icons/sign-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("design/icons/sign-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("design/icons/sign-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
            {"src": static("design/sign.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return _for_every_browser(request, JsonResponse(answer, content_type="application/manifest+json"))


def offline(request):
    """What is shown without network: a frame, which a script fills with what the device has kept."""
    return render(request, "front/offline.html", {"country": settings.COUNTRY})


def service_worker(request):
    """The script that keeps pages on a device, allowed to do so for the whole site."""
    words = f'const RELEASE = "{_release()}";\n{WORKER.read_text()}'
    response = HttpResponse(words, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    return _for_every_browser(request, response)


@cache
def _release() -> str:
    """Another word whenever the page without network, or a file it needs, has changed: browsers then fetch it anew."""
    files = [FILES / "sw.js", *sorted(FILES.glob("*.css")), *sorted(FILES.glob("*.js"))]
    base = Path(get_template("base.html").origin.name)
    files += [base, base.parent / "front" / "offline.html", *sorted((base.parent / "site").glob("*.html"))]
    seen = blake2b(digest_size=6)
    for path in files:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _for_every_browser(request, response):
    """The same for everybody, asked for anew each time; and no sign of which language somebody reads.

    A browser fetches these by itself, in whatever language the address has: that is nobody's choice to remember.
    """
    response.headers["Cache-Control"] = "no-cache"
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = get_language()
    return response


def _both(path: str) -> list[str]:
    return [f"/{language}{path}" for language, _name in settings.LANGUAGES]

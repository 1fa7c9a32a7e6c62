"""The search page."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exchange.finding.asking import find_for
from exchange.front.forms import SearchForm
from exchange.library.templatetags.works import KIND_ICONS as WORK_ICONS
from exchange.platforms.models import Platform

KIND_WORDS = {
    "guide": _("Guide"),
    "position-paper": _("Position paper"),
    "document": _("Document"),
    "workshop": _("Workshop"),
    "discussion": _("Discussion"),
    "platform": _("Platform"),
    "person": _("Person"),
    "innovation": _("Innovation"),
}
KIND_ICONS: dict[str, str] = {
    **WORK_ICONS,
    "document": "file-text",
    "workshop": "calendar-days",
    "discussion": "messages-square",
    "platform": "landmark",
    "person": "user",
    "innovation": "lightbulb",
}
PAGE_SIZE = 20


def search_page(request):
    """Results that this person may see, with counts by kind, platform and language."""
    form = SearchForm(request.GET)
    form.is_valid()
    query = request.GET.get("q", "").strip()
    narrowed = form.narrowed()
    found = (
        find_for(request.user, query, page_size=PAGE_SIZE, shown_language=get_language(), **narrowed)
        if query
        else None
    )
    chosen = {name: value for name, value in narrowed.items() if name != "page"}
    names = {row.slug: row.text("name").words for row in Platform.objects.visible_to(request.user)}
    context = {
        "query": query[:300],
        "found": found,
        "hits": [_shown(hit, names, query) for hit in found.hits] if found else [],
        "facets": _facets(found, names, narrowed) if found else [],
        "wider": f"?{urlencode({'q': query})}" if chosen else "",
        "page": narrowed.get("page", 1),
        "narrowed": chosen,
    }
    return render(request, "front/search.html", context)


def _shown(hit, names: dict, query: str) -> dict:
    slug = hit.platforms[0] if len(hit.platforms) == 1 else ""
    # The side that was found may be shown under the language of the reader, too.
    url = f"/{get_language()}/{hit.url.split('/', 2)[-1]}" if hit.url.startswith("/") else hit.url
    if hit.kind in ("guide", "position-paper"):
        url = f"{url}?{urlencode({'q': query})}"
    return {
        "hit": hit,
        "url": url,
        "kind": KIND_WORDS.get(hit.kind, hit.kind),
        "icon": KIND_ICONS.get(hit.kind, "file-text"),
        "platform_slug": slug,
        "platform_name": names.get(slug, ""),
        "lang": "" if hit.language == get_language() else hit.language,
    }


def _facets(found, names: dict, narrowed: dict) -> list[dict]:
    labels = {
        "kind": lambda value: KIND_WORDS.get(value, value),
        "platform": lambda value: names.get(value, value),
        "language": lambda value: {"ar": _("Arabic"), "en": _("English")}.get(value, value),
    }
    legends = {"kind": _("Kind"), "platform": _("Platform"), "language": _("Language")}
    return [
        {
            "name": name,
            "legend": legends[name],
            "choices": [
                {"value": "", "label": _("All"), "selected": not narrowed.get(name)},
                *(
                    {
                        "value": value,
                        "label": label(value),
                        "count": count,
                        "selected": narrowed.get(name) == value,
                    }
                    for value, count in found.facets[name].items()
                ),
            ],
        }
        for name, label in labels.items()
        if found.facets.get(name) or narrowed.get(name)
    ]

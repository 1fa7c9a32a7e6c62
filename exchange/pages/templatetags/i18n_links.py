"""The same page in the other language."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def other_language_url(context) -> str:
    """The address of this page in the language that is not active."""
    return _address(context, "en" if get_language() == "ar" else "ar")


@register.simple_tag(takes_context=True)
def alternate_links(context) -> str:
    """Canonical and hreflang links for addresses that have a language in them; nothing for others."""
    request = context.get("request")
    if request is None or not request.path_info.startswith(("/ar/", "/en/")):
        return ""
    here = context.get("canonical_url") or settings.BASE_URL + request.path_info
    links = [(code, settings.BASE_URL + _address(context, code)) for code, _name in settings.LANGUAGES]
    links.append(("x-default", links[0][1]))
    alternates = format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', links)
    return format_html('<link rel="canonical" href="{}">\n{}', here, alternates)


def _address(context, language: str) -> str:
    request = context.get("request")
    if request is None:
        return f"/{language}/"
    known = request.__dict__.setdefault("_addresses", {})
    if language not in known:
        known[language] = _find(context, request, language)
    return known[language]


def _find(context, request, language: str) -> str:
    path = request.path_info
    if not path.startswith(("/ar/", "/en/")):
        query = request.GET.copy()
        query["language"] = language
        return f"{path}?{query.urlencode()}"
    if path.startswith(f"/{language}/"):
        return path
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        twin = page.get_translations().filter(locale__language_code=language, live=True).first()
        if twin is not None:
            return twin.get_url(request) or f"/{language}/"
        return f"/{language}/{path.split('/', 2)[2]}"
    return translate_url(path, language)

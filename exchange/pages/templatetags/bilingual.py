"""Texts that may stand in the other language only."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def side(thing, field: str) -> str:
    """The field of a `Bilingual` thing; where only the other language has it, marked up and saying so."""
    text = thing.text(field)
    if not text.words:
        return ""
    if not text.is_fallback:
        return format_html("<bdi>{}</bdi>", text.words)
    return format_html(
        '<bdi lang="{}" dir="{}">{}</bdi> <small class="untranslated">{}</small>',
        text.language,
        text.direction,
        text.words,
        _("not yet translated"),
    )


@register.filter
def words(thing, field: str) -> str:
    """The bare words of a `Bilingual` field, for attributes and titles."""
    return thing.text(field).words if thing else ""


@register.simple_tag
def is_arabic() -> bool:
    """Whether the active language is Arabic."""
    return get_language() == "ar"

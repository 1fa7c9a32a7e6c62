"""Whom a page was drawn for, said so that a browser can keep pages apart and nobody can be named by it."""

from django import template
from django.utils.crypto import salted_hmac
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def reader(context) -> str:
    """` data-person="…"` for the body of a page: a key of the person, empty for a visitor.

    Nothing at all where the template was drawn without a request: then it is not known who reads.
    """
    request = context.get("request")
    person = getattr(request, "user", None)
    if person is None:
        return ""
    key = salted_hmac("exchange.front.offline", str(person.pk)).hexdigest()[:20] if person.pk else ""
    return format_html(' data-person="{}"', key)

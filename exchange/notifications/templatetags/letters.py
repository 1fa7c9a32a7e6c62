"""What the templates of mails need: styles inside the elements, lines that keep their direction, whole addresses."""

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from exchange.design.letters import (
    absolute,
    clean_subject,
    inline,
    isolated,
    mark_lines,
    paragraphs,
    with_addresses_apart,
)

register = template.Library()
register.filter("isolated", isolated)
register.filter("paragraphs", paragraphs)


class Passed(template.Node):
    """The block between the tags, handed through a function."""

    def __init__(self, nodelist, through) -> None:
        self.nodelist = nodelist
        self.through = through

    def render(self, context) -> str:
        # What comes in was escaped where it was inserted; the functions add no text.
        return mark_safe(self.through(self.nodelist.render(context)))  # noqa: S308


@register.tag
def inlined(parser, token):
    """A whole HTML page, its styles written into its elements."""
    nodelist = parser.parse(("endinlined",))
    parser.delete_first_token()
    return Passed(nodelist, inline)


@register.tag
def marked(parser, token):
    """Plain text whose lines keep the direction of the language."""
    nodelist = parser.parse(("endmarked",))
    parser.delete_first_token()
    return Passed(nodelist, mark_lines)


@register.filter
def whole(url: str) -> str:
    """The whole address of a path of the site."""
    return absolute(url or "/")


@register.filter
def words(text) -> str:
    """What people wrote, as HTML: its lines, and its web addresses the right way round."""
    return mark_safe(with_addresses_apart(linebreaksbr(str(text))))  # noqa: S308  (linebreaksbr has escaped it)


@register.filter
def one_line(text) -> str:
    """A subject: one line, no signs that control anything."""
    return mark_safe(clean_subject(str(text)))  # noqa: S308  (a mail's subject is plain text)


@register.simple_tag
def site_home() -> str:
    """The whole address of the home page in the active language."""
    return f"{settings.BASE_URL}/{get_language() or 'ar'}/"

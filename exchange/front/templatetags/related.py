"""Other works about the same, at the foot of a work's page."""

import logging

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from exchange.front.views.searching.rows import row_of
from exchange.pages.fragments import shared
from exchange.platforms.models import Platform
from exchange.platforms.templatetags.platforms import audience_of
from search.engines.base import EngineGoneError
from search.finding import related

register = template.Library()
logger = logging.getLogger(__name__)

MOST = 5
# Neither people nor platforms are works.
NO_WORKS = ("person", "platform")


@register.simple_tag(takes_context=True)
def related_works(context, kind: str, key) -> str:
    """The list of what is related to a work, for this person; nothing where there is none or the index is away.

    What the index has not heard of yet may show with its last title for a moment; who may see it is read anew.
    """
    request = context.get("request")
    if request is None:
        return ""
    document = f"{kind}:{key}"
    return shared(request, audience_of(request), lambda: _drawn(request, document), "related", document)


def _drawn(request, document: str) -> str:
    try:
        hits = related(
            document,
            tokens=audience_of(request),
            person=request.user,
            limit=2 * MOST,
            shown_language=get_language(),
        )
    except (EngineGoneError, OSError, ValueError):
        # The page is read without the index as well.
        logger.warning("No related works for %s: the index does not answer", document, exc_info=True)
        return ""
    works = [hit for hit in hits if hit.kind not in NO_WORKS][:MOST]
    if not works:
        return ""
    names = {row.slug: row.text("name").words for row in Platform.objects.visible_to(request.user)}
    return render_to_string("front/related.html", {"rows": [row_of(hit, names, "") for hit in works]})

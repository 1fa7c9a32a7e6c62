"""Counting which results are opened: what was asked, which work, at which place, and nothing of the person."""

import re

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST

from exchange.finding.actions import count_click
from search import sources
from search.asked import shortened

MOST_A_MINUTE = 30  # from one address
LAST_PLACE = 200
DOCUMENT = re.compile(r"[a-z-]{1,30}:[0-9a-f-]{1,36}")


@require_POST
def opened(request) -> HttpResponse:
    """Count one opened result. The answer is the same whether it counts or not: 204."""
    text = shortened(request.POST.get("q", ""))
    document = request.POST.get("document", "")
    place = request.POST.get("place", "")
    is_place = place.isascii() and place.isdecimal() and len(place) < 4 and 0 < int(place) <= LAST_PLACE
    if text and is_place and _may_count(request) and _is_seen(document, request.user):
        count_click(text=text, document=document, place=int(place))
    return HttpResponse(status=204)


def _is_seen(document: str, person) -> bool:
    """Whether there is such a work for this person; an id of another form is none."""
    try:
        return bool(DOCUMENT.fullmatch(document)) and bool(sources.visible([document], person))
    except (ValueError, ValidationError):
        return False


def _may_count(request) -> bool:
    address = get_adapter().get_client_ip(request)
    key = f"opened:{salted_hmac('opened', address).hexdigest()[:20]}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) <= MOST_A_MINUTE
    except ValueError:  # its minute ended in between
        return True

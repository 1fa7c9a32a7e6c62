"""Pages that bring several rooms together."""

from exchange.front.views.desk import desk
from exchange.front.views.entrance import entrance, to_sign_in
from exchange.front.views.errors import (
    bad_request,
    form_too_old,
    page_not_found,
    permission_denied,
    server_error,
)
from exchange.front.views.health import healthz, readyz
from exchange.front.views.machines import robots, sitemap
from exchange.front.views.searching import search_page

__all__ = [
    "bad_request",
    "desk",
    "entrance",
    "form_too_old",
    "healthz",
    "page_not_found",
    "permission_denied",
    "readyz",
    "robots",
    "search_page",
    "server_error",
    "sitemap",
    "to_sign_in",
]

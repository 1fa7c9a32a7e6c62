"""The search page: one view for the whole page, and for the part of it that changes while somebody types."""

from exchange.front.views.searching.clicks import opened
from exchange.front.views.searching.page import search_page
from exchange.front.views.searching.suggesting import suggestions

__all__ = ["opened", "search_page", "suggestions"]

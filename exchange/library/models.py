"""Guides and position papers."""

from exchange.pages.models import BasePage


class GuidePage(BasePage):
    parent_page_types = ["platforms.LibraryPage"]


class PositionPaperPage(BasePage):
    parent_page_types = ["platforms.LibraryPage"]

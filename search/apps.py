from django.apps import AppConfig


class SearchConfig(AppConfig):
    """An app without models: the index is derived from the database and may be rebuilt at any time."""

    name = "search"

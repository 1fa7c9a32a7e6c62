"""The search of Wagtail's admin and choosers, over the same words that the site's search goes by.

A setting names this package: `WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin"}}`. Wagtail keeps its
index in the database, as ever; what is kept there and what is asked for are the words that `search.arabic` makes.
"""

from django.db import connection


def SearchBackend(params):  # noqa: N802 - the name under which Wagtail looks for it
    """The backend for the database in use, SQLite or PostgreSQL."""
    if connection.vendor == "postgresql":
        from search.admin.postgres import PostgresBackend

        return PostgresBackend(params)
    from search.admin.sqlite import SQLiteBackend

    return SQLiteBackend(params)

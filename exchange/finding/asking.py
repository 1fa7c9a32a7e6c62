"""Searching as one person: the audiences that the database gives them, and what the index may be wrong about."""

from exchange.journal.tasks import undelivered
from exchange.platforms.rules import audience_tokens
from search import sources
from search.finding import Found, find, suggest

LISTENER = "search"


def find_for(person, text: str, **narrowed) -> Found:
    """A page of results for this person."""
    return find(text=text, tokens=audience_tokens(person), person=person, without=changed_since(), **narrowed)


def suggest_for(person, text: str) -> list[str]:
    """Titles that this person may see and that begin like `text`."""
    return suggest(text=text, tokens=audience_tokens(person), person=person)


def changed_since() -> set[str]:
    """The documents about which the index has not heard the newest fact yet."""
    return {
        one
        for entry in undelivered(LISTENER)
        for source in sources.sources()
        for one in source.ids_for(entry)
    }

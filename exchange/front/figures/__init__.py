"""The numbers of one platform: who came and went, what was held, written and said in the last 12 months, as charts.

Every read begins with what `seen_by` may see; the page is for those who may see all of a platform.
"""

from exchange.front.figures.book import book
from exchange.front.figures.doings import discussions, works, workshops
from exchange.front.figures.people import authorities_without_members, members, places
from exchange.front.figures.year import Topic, Year
from exchange.platforms.models import Platform

__all__ = ["Topic", "authorities_without_members", "book", "topics"]


def topics(platform: Platform, *, seen_by) -> list[Topic]:
    """All that the page shows, in its order. Asks the database as often for many rows as for few."""
    year = Year()
    return [
        members(platform, seen_by, year),
        places(platform, seen_by),
        workshops(platform, seen_by, year),
        works(platform, seen_by, year),
        discussions(platform, seen_by, year),
    ]

"""Searching lists of Wagtail's admin whose rows are in no index: accounts, roles, places."""

from django.db.models import QuerySet

from search.admin.words import asked_words
from search.arabic import analysis
from search.arabic.stems import opened
from search.arabic.words import words


class FoldedList:
    """A list that compares spellings as readers do (before Wagtail's `BaseListingView`, which compares letters).

    The view's `search_fields` are the columns. Every row is read: some 50 ms for a thousand.
    """

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=found_among(queryset, self.search_fields, self.search_query))


def found_among(rows: QuerySet, columns, query: str) -> list:
    """The keys of the rows that hold every word of the query, in any spelling, with or without an article.

    Parts of words count, as they stand or written together (عبدالله, عبد الله). Where that finds nothing, other forms
    of the words do (مجالس, مجلس). Names are short and alike, so forms are not mixed with spellings.
    """
    wanted = asked_words(query)
    if not wanted:
        return []
    texts = [
        (pk, [word.text for word in words("\n".join(filter(None, held)))])
        for pk, *held in rows.order_by().values_list("pk", *columns)
    ]
    spelled = [pk for pk, held in texts if _spells(held, wanted)]
    return spelled or [pk for pk, held in texts if _means(held, wanted)]


def _spells(held, wanted):
    apart, together = " ".join(held), "".join(held)
    return all(_part(word) in apart or (len(word) > 3 and word in together) for word in wanted)


def _part(word):
    rest = opened(word)
    return rest if len(rest) > 2 else word


def _means(held, wanted):
    there = frozenset().union(*map(analysis.keys, held))
    return all(not there.isdisjoint(analysis.keys(word)) for word in wanted)

"""Wagtail's search on SQLite's FTS5, over analysed words."""

from django.db.models import Q, Value
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, SearchQueryExpression, normalize
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from search.admin import words
from search.admin.keeping import AsksWords, KeepsRows, KeepsWords


class _Reader(KeepsWords, stock.ObjectIndexer):
    pass


class _Index(KeepsRows, stock.SQLiteIndex):
    reader = _Reader

    def is_current(self):
        mark = words.mark()
        return Q(title__contains=mark) | Q(autocomplete__contains=mark) | Q(body__contains=mark)


class _Asks(AsksWords):
    def build_search_query_content(self, query, config=None):
        if isinstance(query, PlainText):
            return SearchQueryExpression(Value(self._match(query)), config=config)
        if isinstance(query, Phrase):
            query = Phrase(words.phrase(query.query_string))
        return super().build_search_query_content(query, config=config)

    def _match(self, query):
        asked = words.asked(query.query_string, typed=self.LAST_TERM_IS_PREFIX)
        each = [
            " OR ".join(f'"{term.text}"{"*" if term.begins else ""}' for term in terms) for terms in asked
        ]
        return "(" + f") {query.operator.upper()} (".join(each) + ")"

    def search(self, config, start, stop, score_field=None):
        """The rows that are found, in no order of theirs: `_Results` ranks them.

        FTS5 is asked alone, for numbers of entries. Joined to them, as in the stock query, it is asked once for each
        entry, because SQLite begins with the other table: seconds for ten thousand documents.
        """
        if score_field or self.ranks_nothing():
            return super().search(config, start, stop, score_field=score_field)
        rows = self.queryset.filter(pk__in=self.entries().values("object_id"))
        if not self.order_by_relevance and not rows.query.order_by:
            rows = rows.order_by("-pk")
        return rows[start:stop]

    def ranks_nothing(self):
        return isinstance(normalize(self.query), MatchAll | Not)

    def entries(self):
        kinds = get_descendants_content_types_pks(self.queryset.model)
        return stock.IndexEntry.objects.filter(content_type__in=kinds, pk__in=self._matches().values("pk"))

    def ranks(self):
        """How well each row fits, by its key as text; the least is the best."""
        ranks = dict(self._matches().annotate(rank=BM25()).values_list("pk", "rank"))
        return {key: ranks[entry] for entry, key in self.entries().values_list("pk", "object_id")}

    def _matches(self):
        asked = self.build_search_query(normalize(self.query))
        return stock.SQLiteFTSIndexEntry.objects.filter(MatchExpression(self.FTS_TABLE_FIELDS, asked))


class _Results(stock.SQLiteSearchResults):
    """Ranks all rows by one search, where the stock results search once more for each row."""

    def _do_search(self):
        asks = self.query_compiler
        if self._score_field or not asks.order_by_relevance or asks.ranks_nothing():
            return super()._do_search()
        ranks = asks.ranks()
        found = asks.search(None, None, None)
        newest_first = found.order_by("-pk").values_list("pk", flat=True)
        keys = sorted(newest_first, key=lambda pk: ranks.get(str(pk), 0.0))[self.start : self.stop]
        rows = {row.pk: row for row in found.filter(pk__in=keys)}
        return [rows[pk] for pk in keys if pk in rows]


class _Search(_Asks, stock.SQLiteSearchQueryCompiler):
    pass


class _Autocomplete(_Asks, stock.SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteBackend(stock.SQLiteSearchBackend):
    query_compiler_class = _Search
    autocomplete_query_compiler_class = _Autocomplete
    index_class = _Index
    results_class = _Results

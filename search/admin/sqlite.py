"""Wagtail's search on SQLite's FTS5, over analysed words."""

from django.db.models import Q, Value
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import SearchQueryExpression
from modelsearch.query import Phrase, PlainText

from search.admin import words
from search.admin.keeping import AsksWords, KeepsRows, KeepsWords


class _Reader(KeepsWords, stock.ObjectIndexer):
    pass


class _Index(KeepsRows, stock.SQLiteIndex):
    reader = _Reader

    def is_current(self):
        mark = words.MARK
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


class _Search(_Asks, stock.SQLiteSearchQueryCompiler):
    pass


class _Autocomplete(_Asks, stock.SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteBackend(stock.SQLiteSearchBackend):
    query_compiler_class = _Search
    autocomplete_query_compiler_class = _Autocomplete
    index_class = _Index

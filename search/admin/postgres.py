"""Wagtail's search on PostgreSQL's text vectors, over analysed words."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.query import Phrase, PlainText

from search.admin import words
from search.admin.keeping import AsksWords, KeepsRows, KeepsWords


class _Reader(KeepsWords, stock.ObjectIndexer):
    # Copies of the text, for a search by similar letters that nothing here asks for.
    title_text = body_text = ""


class _Index(KeepsRows, stock.PostgresIndex):
    reader = _Reader
    columns = (*KeepsRows.columns, "title_text", "body_text")

    def is_current(self):
        mark = SearchQuery(words.mark(), config="simple")
        return Q(title=mark) | Q(autocomplete=mark) | Q(body=mark)


class _Asks(AsksWords):
    def build_tsquery_content(self, query, config=None, invert=False):
        if isinstance(query, PlainText):
            text = self._match(query)
            return SearchQuery(f"!({text})" if invert else text, search_type="raw", config=config)
        if isinstance(query, Phrase):
            query = Phrase(words.phrase(query.query_string))
        return super().build_tsquery_content(query, config=config, invert=invert)

    def _match(self, query):
        asked = words.asked(query.query_string, typed=self.LAST_TERM_IS_PREFIX)
        each = [
            " | ".join(f"'{term.text}'{':*' if term.begins else ''}" for term in terms) for terms in asked
        ]
        between = ") & (" if query.operator == "and" else ") | ("
        return "(" + between.join(each) + ")"


class _Search(_Asks, stock.PostgresSearchQueryCompiler):
    pass


class _Autocomplete(_Asks, stock.PostgresAutocompleteQueryCompiler):
    pass


class PostgresBackend(stock.PostgresSearchBackend):
    query_compiler_class = _Search
    autocomplete_query_compiler_class = _Autocomplete
    index_class = _Index

    def __init__(self, params):
        super().__init__(params)
        # The words are stemmed already; PostgreSQL only keeps them.
        self.config = "simple"

"""The index in a local folder, by tantivy. One process writes at a time, any number read."""

import hashlib
import json
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from search import query as asks
from search.engines.base import Answer, Read, Row
from search.engines.folder import Folder
from search.engines.lexicon import Lexicon
from search.engines.opening import DamagedIndexError, opened
from search.fields import BEGINNINGS, FACETS, FACTS, PARTS, PUBLISHED, SHOWN, words_field, words_fields
from search.prepared import Prepared
from search.query import Clause

logger = logging.getLogger(__name__)

# Names this layout: an index of another one counts as missing until it is rebuilt.
SHAPE = hashlib.blake2b(repr((words_fields(), FACTS, FACETS)).encode(), digest_size=4).hexdigest()

_MEMORY = 64_000_000  # bytes that the writer may hold before it flushes
_DEEPEST = 10_000  # results; nobody reads further, and a page beyond would cost as much as all before it
_MOST_VALUES = 1000  # of one facet


class EmbeddedEngine:
    def __init__(self, folder: Path):
        self.folder = Folder(folder, SHAPE)
        self._opened: tuple[Path | None, tantivy.Index] | None = None
        self._opening = threading.Lock()

    # Writing

    def replace(self, ids, read) -> None:
        ids = list(dict.fromkeys(ids))
        if not ids:
            return
        with self.folder.writing():
            self.folder.note(ids)
            generation = self._for_writing()
            index = opened(generation)
            with _Writer(index, _MEMORY // 4) as writer:
                words = _replaced(writer, ids, read)
            Lexicon(generation).add(words)

    def rebuild(self, read_all, read) -> int:
        with self.folder.rebuilding() as notes:
            generation = self.folder.fresh()
            index = tantivy.Index(_schema(), path=str(generation))
            count, words = 0, set()
            with _Writer(index, _MEMORY) as writer:
                for prepared in read_all():
                    writer.add_document(_document(prepared))
                    words |= _words(prepared)
                    count += 1
            with self.folder.writing():
                notes.seek(0)
                changed = list(dict.fromkeys(notes.read().split("\n")[:-1]))
                with _Writer(index, _MEMORY // 4) as writer:
                    words |= _replaced(writer, changed, read)
                Lexicon(generation).add(words)
                self.folder.put_in_use(generation)
            return count

    def _for_writing(self) -> Path:
        """The current generation, sound; else a new, empty one. The caller holds the writer's lock."""
        current = self.folder.current()
        if current is not None:
            try:
                opened(current)
                return current
            except DamagedIndexError as error:
                logger.error(
                    "The search index in %s is damaged (%s). Started an empty one; rebuild it.",
                    current,
                    error,
                )
        else:
            logger.warning("No search index in %s. Started an empty one; rebuild it.", self.folder.path)
        generation = self.folder.fresh()
        tantivy.Index(_schema(), path=str(generation))
        self.folder.put_in_use(generation)
        return generation

    # Reading

    def ready(self) -> bool:
        current = self.folder.current()
        try:
            return current is not None and opened(current) is not None
        except DamagedIndexError:
            return False

    def search(self, query: Clause, *, sort, offset, limit, facets=()) -> Answer:
        searcher, wanted = self._searcher(), translated(query)
        if offset >= _DEEPEST:
            limit = 0
        by = PUBLISHED if sort == "newest" else None
        # A limit of zero is refused by tantivy; the count is wanted all the same.
        found = searcher.search(wanted, limit=max(limit, 1), offset=offset if limit else 0, order_by_field=by)
        rows = tuple(_row(searcher, 0 if by else score, address) for score, address in found.hits[:limit])
        return Answer(total=_count(found), rows=rows, facets=_facets(searcher, query, facets))

    def facets(self, query: Clause, names) -> dict[str, dict[str, int]]:
        return _facets(self._searcher(), query, names)

    def counts(self, queries: Sequence[Clause]) -> list[int]:
        searcher = self._searcher()
        return [_count(searcher.search(translated(asks.unscored(query)), limit=1)) for query in queries]

    def words_like(self, word, limit) -> list[str]:
        current = self.folder.current()
        return Lexicon(current).like(word, limit) if current else []

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        searcher = self._searcher()
        if searcher.num_docs:
            for _, address in searcher.search(Query.all_query(), limit=searcher.num_docs, count=False).hits:
                document = searcher.doc(address)
                yield str(document.get_first("id")), str(document.get_first("fingerprint"))

    def _searcher(self) -> tantivy.Searcher:
        """A view of the last commit. Holds still: what is written later is seen by the next searcher."""
        current = self.folder.current()
        with self._opening:
            if self._opened is not None and self._opened[0] == current:
                index = self._opened[1]
            else:
                index = self._open(current)
                self._opened = (current, index)
            if current is not None:
                index.reload()
            return index.searcher()

    def _open(self, generation: Path | None) -> tantivy.Index:
        """The index of a generation, or an empty one in memory where there is none that can be read."""
        if generation is not None:
            try:
                return opened(generation)
            except DamagedIndexError as error:
                logger.error("The search index in %s cannot be read (%s). Rebuild it.", generation, error)
        return tantivy.Index(_SCHEMA)


class _Writer:
    """Commits at the end of the block, or leaves the index as it was; lets go of tantivy's own lock in any case."""

    def __init__(self, index: tantivy.Index, memory: int):
        self._writer = index.writer(heap_size=max(memory, 15_000_000), num_threads=1)

    def __enter__(self):
        return self._writer

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self._writer.commit()
            else:
                self._writer.rollback()
        finally:
            self._writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in FACTS:
        builder.add_text_field(
            name,
            stored=name in ("id", "kind", "fingerprint"),
            fast=name in FACETS,
            tokenizer_name="raw",
            index_option="basic",
        )
    builder.add_integer_field(PUBLISHED, stored=True, indexed=True, fast=True)
    builder.add_text_field(BEGINNINGS, tokenizer_name="whitespace", index_option="basic")
    for name, placed in words_fields().items():
        option = "position" if placed else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    builder.add_bytes_field(SHOWN, stored=True)
    return builder.build()


_SCHEMA = _schema()
_PLACED = words_fields()


def _document(prepared: Prepared) -> tantivy.Document:
    document = tantivy.Document()
    for name, values in prepared.facts().items():
        for value in values:
            document.add_text(name, value)
    document.add_integer(PUBLISHED, prepared.published)
    document.add_text(BEGINNINGS, prepared.beginnings)
    document.add_bytes(SHOWN, prepared.shown)
    for name, words in prepared.fields.items():
        document.add_text(name, words)
    return document


def _replaced(writer: tantivy.IndexWriter, ids: Sequence[str], read: Read) -> set[str]:
    """Write what these documents are now; the words that they hold."""
    for one in ids:
        writer.delete_documents_by_term("id", one)
    words = set()
    for prepared in read(ids):
        writer.add_document(_document(prepared))
        words |= _words(prepared)
    return words


def _words(prepared: Prepared) -> set[str]:
    return {word for part in PARTS for word in prepared.fields[words_field(part, "exact")].split()}


def _facets(searcher: tantivy.Searcher, query: Clause, names: Iterable[str]) -> dict[str, dict[str, int]]:
    counted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
    if not counted:
        return {}
    answer = searcher.aggregate(translated(asks.unscored(query)), counted)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"] if bucket["key"]}
        for name in counted
    }


def _row(searcher, score, address) -> Row:
    document = searcher.doc(address)
    return Row(
        id=document.get_first("id"),
        kind=document.get_first("kind"),
        published=document.get_first("published"),
        score=float(score or 0),
        shown=json.loads(bytes(document.get_first("shown"))),
    )


def _count(found: tantivy.SearchResult) -> int:
    return found.count  # type: ignore[attr-defined]  # left out of tantivy's stubs


def translated(clause: Clause) -> Query:
    """The clause as tantivy's own query."""
    match clause:
        case asks.Term(field, text, weight):
            return _weighted(Query.term_query(_SCHEMA, field, text, index_option=_option(field)), weight)
        case asks.Phrase(field, words, weight):
            if len(words) == 1:
                return translated(asks.Term(field, words[0], weight))
            return _weighted(Query.phrase_query(_SCHEMA, field, list(words)), weight)
        case asks.Best(clauses, tie):
            return Query.disjunction_max_query(list(map(translated, clauses)), tie)
        case asks.Weighted(inner, weight):
            return _weighted(translated(inner), weight)
        case asks.Together():
            return _together(clause)
        case asks.Among(field, values):
            return _constant(Query.term_set_query(_SCHEMA, field, list(values)))
        case asks.Between(field, since, until):
            return _constant(
                Query.range_query(_SCHEMA, field, FieldType.Integer, since, until, include_upper=False)
            )
        case asks.Begins(field, text):
            return _constant(Query.fuzzy_term_query(_SCHEMA, field, text, distance=0, prefix=True))
        case asks.Everything():
            return Query.all_query()
        case asks.Nothing():
            return Query.empty_query()


def _together(clause: asks.Together) -> Query:
    parts = [(Occur.Must, translated(one)) for one in clause.must]
    parts += [(Occur.Should, translated(one)) for one in clause.should]
    parts += [(Occur.Must, Query.boost_query(translated(one), 0.0)) for one in clause.filters]
    parts += [(Occur.MustNot, translated(one)) for one in clause.without]
    return Query.boolean_query(parts)


def _option(field: str) -> str:
    if field not in _PLACED:
        return "basic"
    return "position" if _PLACED[field] else "freq"


def _weighted(query: Query, weight: float) -> Query:
    return query if weight == 1 else Query.boost_query(query, weight)


def _constant(query: Query) -> Query:
    return Query.const_score_query(query, 1.0)

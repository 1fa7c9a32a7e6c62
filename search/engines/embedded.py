"""The index in a local folder, by tantivy. One process writes at a time, any number read."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from search.arabic import analysis
from search.asked import Asked, Narrowed
from search.engines.base import Answer, Row
from search.engines.folder import Folder
from search.prepared import PARTS, Prepared

logger = logging.getLogger(__name__)

SHAPE = 2  # raise it with every change of the schema: the index then counts as missing until it is rebuilt

_MEMORY = 64_000_000  # bytes that the writer may hold before it flushes
_DEEPEST = 10_000  # results; nobody reads further, and a page beyond would cost as much as all before it
_BETWEEN_PARTS = 0.2  # of what a word's second-best part scores (title and text) is added to its best
_PHRASE = 3.0  # times what its words score in a row
_PHRASE_SLOP = 1
_LIKE = 1  # letters that may differ
_FOREVER = 2**40  # seconds since 1970
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
            index = _open(generation)
            with _Writer(index, _MEMORY // 4) as writer:
                for one in ids:
                    writer.delete_documents_by_term("id", one)
                for prepared in read(ids):
                    writer.add_document(_document(prepared))

    def rebuild(self, read_all, read) -> int:
        with self.folder.rebuilding() as notes:
            generation = self.folder.fresh()
            index = tantivy.Index(_schema(), path=str(generation))
            count = 0
            with _Writer(index, _MEMORY) as writer:
                for prepared in read_all():
                    writer.add_document(_document(prepared))
                    count += 1
            with self.folder.writing():
                notes.seek(0)
                changed = list(dict.fromkeys(notes.read().split("\n")[:-1]))
                with _Writer(index, _MEMORY // 4) as writer:
                    for one in changed:
                        writer.delete_documents_by_term("id", one)
                    for prepared in read(changed):
                        writer.add_document(_document(prepared))
                self.folder.put_in_use(generation)
            return count

    def _for_writing(self) -> Path:
        """The current generation, sound; else a new, empty one. The caller holds the writer's lock."""
        current = self.folder.current()
        if current is not None:
            try:
                _open(current)
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
            return current is not None and _open(current) is not None
        except DamagedIndexError:
            return False

    def search(self, asked: Asked, within: Narrowed, *, sort, offset, limit) -> Answer:
        searcher = self._searcher()
        query = _narrowed(_wanted(asked), within)
        if offset >= _DEEPEST:
            limit = 0
        by = "published" if sort == "newest" else None
        # A limit of zero is refused by tantivy; the count is wanted all the same.
        found = searcher.search(query, limit=max(limit, 1), offset=offset if limit else 0, order_by_field=by)
        rows = tuple(_row(searcher, 0 if by else score, address) for score, address in found.hits[:limit])
        return Answer(total=_count(found), rows=rows)

    def facets(self, asked: Asked, within: Narrowed, names) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
        answer = self._searcher().aggregate(_narrowed(_wanted(asked), within), wanted)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"] if bucket["key"]}
            for name in wanted
        }

    def beginning(self, prefixes, within: Narrowed, limit) -> tuple[Row, ...]:
        if not prefixes:
            return ()
        starts = [
            (Occur.Must, Query.fuzzy_term_query(_SCHEMA, "beginnings", one, distance=0, prefix=True))
            for one in prefixes
        ]
        searcher = self._searcher()
        query = _narrowed(Query.boolean_query(starts), within)
        found = searcher.search(query, limit=limit, count=False, order_by_field="published")
        return tuple(_row(searcher, 0, address) for _, address in found.hits)

    def known(self, asked: Asked, within: Narrowed) -> list[bool]:
        searcher = self._searcher()
        return [
            _count(searcher.search(_narrowed(_word(forms), within), limit=1)) > 0 for forms in asked.forms
        ]

    def resembling(self, word, within: Narrowed, limit) -> tuple[Row, ...]:
        (exact, stem, *_) = analysis.forms(word)
        like = [
            Query.fuzzy_term_query(_SCHEMA, f"{part}_{form.channel}", form.term, distance=_LIKE)
            for part in PARTS
            for form in (exact, stem)
            if len(form.term) > 2
        ]
        searcher = self._searcher()
        query = _narrowed(Query.disjunction_max_query(like), within)
        found = searcher.search(query, limit=limit, count=False)
        return tuple(_row(searcher, score, address) for score, address in found.hits)

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
                return _open(generation)
            except DamagedIndexError as error:
                logger.error("The search index in %s cannot be read (%s). Rebuild it.", generation, error)
        return tantivy.Index(_SCHEMA)


class DamagedIndexError(Exception):
    """The files of an index cannot be read."""


def _open(generation: Path) -> tantivy.Index:
    """Raises DamagedIndexError where files are missing, cut short or not what tantivy wrote."""
    try:
        index = tantivy.Index.open(str(generation))
        index.config_reader("manual")
    except (ValueError, OSError) as error:
        raise DamagedIndexError(error) from error
    except BaseException as error:
        # Rust panics on a file that is shorter than it should be, and its panic is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndexError(error) from error
    return index


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
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("fingerprint", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for facet in ("kind", "platform", "language", "year"):
        builder.add_text_field(
            facet, stored=facet == "kind", fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_integer_field("published", stored=True, indexed=True, fast=True)
    builder.add_text_field("beginnings", tokenizer_name="whitespace", index_option="basic")
    for part in PARTS:
        for channel in analysis.CHANNELS:
            # Positions are needed where phrases are looked for.
            option = "position" if channel == "stem" else "freq"
            builder.add_text_field(f"{part}_{channel}", tokenizer_name="whitespace", index_option=option)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


_SCHEMA = _schema()


def _document(prepared: Prepared) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", prepared.id)
    document.add_text("fingerprint", prepared.fingerprint)
    document.add_text("kind", prepared.kind)
    document.add_text("year", prepared.year)
    document.add_integer("published", prepared.published)
    document.add_text("beginnings", prepared.beginnings)
    document.add_bytes("shown", prepared.shown)
    for name, values in (
        ("audience", prepared.audience),
        ("platform", prepared.platforms),
        ("language", prepared.languages),
    ):
        for value in values:
            document.add_text(name, value)
    for part, channels in prepared.fields.items():
        for channel, words in channels.items():
            document.add_text(f"{part}_{channel}", words)
    return document


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


def _wanted(asked: Asked) -> Query:
    """Any of the words, the more the better; each counts as its best form in its best part."""
    if not asked.forms:
        return Query.empty_query()
    words = Query.boolean_query([(Occur.Should, _word(forms)) for forms in asked.forms])
    if not asked.phrases:
        return words
    return Query.boolean_query(
        [(Occur.Must, words), *((Occur.Should, _phrase(one)) for one in asked.phrases)]
    )


def _word(forms) -> Query:
    parts = []
    for part, weight in PARTS.items():
        channels = [
            Query.boost_query(
                Query.term_query(_SCHEMA, f"{part}_{form.channel}", form.term, index_option="freq"),
                form.weight * weight,
            )
            for form in forms
        ]
        parts.append(Query.disjunction_max_query(channels, 0.0))
    return Query.disjunction_max_query(parts, _BETWEEN_PARTS)


def _phrase(stems) -> Query:
    parts = [
        Query.boost_query(
            Query.phrase_query(_SCHEMA, f"{part}_stem", list(stems), slop=_PHRASE_SLOP), _PHRASE * weight
        )
        for part, weight in PARTS.items()
    ]
    return Query.disjunction_max_query(parts, _BETWEEN_PARTS)


def _narrowed(query: Query, within: Narrowed) -> Query:
    """The query where the person may look. The filters count nothing in the score."""
    clauses = [(Occur.Must, query)]
    if within.audience is not None:
        clauses.append(_filter(Query.term_set_query(_SCHEMA, "audience", sorted(within.audience))))
    for name in ("kind", "platform", "language"):
        if value := getattr(within, name):
            clauses.append(_filter(Query.term_query(_SCHEMA, name, value, index_option="basic")))
    if within.since is not None or within.until is not None:
        # A document without a date (0) is outside any span of time.
        since = max(1, within.since or 1)
        until = _FOREVER if within.until is None else within.until
        clauses.append(
            _filter(
                Query.range_query(_SCHEMA, "published", FieldType.Integer, since, until, include_upper=False)
            )
        )
    if within.without:
        clauses.append((Occur.MustNot, Query.term_set_query(_SCHEMA, "id", sorted(within.without))))
    return Query.boolean_query(clauses)


def _filter(query: Query):
    return (Occur.Must, Query.const_score_query(query, 0.0))

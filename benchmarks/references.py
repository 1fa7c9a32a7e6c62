"""What others offer for Arabic, as it comes: the measure for our own search. Each is fed a corpus and asked a text."""

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Ask = Callable[[str], list[str]]

DEPTH = 10
SECONDS = 30
_WORDS = re.compile(r"\w+")


def _text(row: dict) -> str:
    return f"{row.get('title', '')}\n{row['text']}"


@contextmanager
def tantivy_arabic(corpus: list[dict]) -> Iterator[Ask]:
    """tantivy with the Arabic stemmer it brings (Snowball), in memory."""
    import tantivy
    from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw")
        .add_text_field("text", tokenizer_name="arabic")
        .build()
    )
    analyzer = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer("arabic"))
        .build()
    )
    index = tantivy.Index(schema)
    index.register_tokenizer("arabic", analyzer)
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for row in corpus:
        writer.add_document(tantivy.Document(id=row["_id"], text=_text(row)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[str]:
        terms = [
            (Occur.Should, Query.term_query(schema, "text", word))
            for word in dict.fromkeys(analyzer.analyze(text))
        ]
        if not terms:
            return []
        found = searcher.search(Query.boolean_query(terms), limit=DEPTH)
        return [searcher.doc(address).get_first("id") for _, address in found.hits]

    yield ask


@contextmanager
def sqlite_fts5(corpus: list[dict]) -> Iterator[Ask]:
    """SQLite's FTS5 with its Unicode tokenizer, ranked by its BM25."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.execute("create virtual table works using fts5(id unindexed, text, tokenize='unicode61')")
        database.executemany("insert into works values (?, ?)", [(row["_id"], _text(row)) for row in corpus])

        def ask(text: str) -> list[str]:
            words = " OR ".join(f'"{word}"' for word in dict.fromkeys(_WORDS.findall(text)))
            if not words:
                return []
            rows = database.execute(
                "select id from works where works match ? order by rank limit ?", (words, DEPTH)
            )
            return [one for (one,) in rows]

        yield ask


@contextmanager
def postgresql_arabic(corpus: list[dict]) -> Iterator[Ask]:
    """PostgreSQL's `arabic` configuration, any of the words, ranked by ts_rank with the length taken off."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], options=f"-c statement_timeout={SECONDS}s") as database:
        database.execute("create temporary table works (id text, words tsvector)")
        with database.cursor() as cursor:
            cursor.executemany(
                "insert into works values (%s, to_tsvector('arabic', %s))",
                [(row["_id"], _text(row).replace("\0", " ")) for row in corpus],
            )
        database.execute("create index on works using gin (words)")
        database.execute("analyze works")

        def ask(text: str) -> list[str]:
            words = " OR ".join(dict.fromkeys(_WORDS.findall(text)))
            rows = database.execute(
                "select id from works, websearch_to_tsquery('arabic', %s) asked"
                " where words @@ asked order by ts_rank(words, asked, 1) desc limit %s",
                (words, DEPTH),
            )
            return [one for (one,) in rows.fetchall()]

        yield ask


@contextmanager
def elasticsearch_arabic(corpus: list[dict]) -> Iterator[Ask]:
    """Elasticsearch's own `arabic` analyzer, a plain match query, as its documentation begins."""
    from elasticsearch import Elasticsearch, helpers

    with Elasticsearch(os.environ["ELASTICSEARCH_URL"], request_timeout=SECONDS) as client:
        index = f"bench-stock-{os.getpid()}"
        client.indices.create(
            index=index,
            settings={"number_of_shards": 1, "number_of_replicas": 0},
            mappings={"properties": {"text": {"type": "text", "analyzer": "arabic"}}},
        )
        try:
            rows = ({"_index": index, "_id": row["_id"], "text": _text(row)} for row in corpus)
            helpers.bulk(client, rows, refresh=True)

            def ask(text: str) -> list[str]:
                found = client.search(index=index, query={"match": {"text": text}}, size=DEPTH, source=False)[
                    "hits"
                ]["hits"]
                return [hit["_id"] for hit in found]

            yield ask
        finally:
            client.indices.delete(index=index)


REFERENCES = {
    "Elasticsearch, stock arabic": ("ELASTICSEARCH_URL", elasticsearch_arabic),
    "tantivy, Arabic stemmer": (None, tantivy_arabic),
    "PostgreSQL, arabic": ("DATABASE_URL", postgresql_arabic),
    "SQLite, FTS5": (None, sqlite_fts5),
}

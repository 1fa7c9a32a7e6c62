"""The words of an embedded index, to look up what somebody may have meant: an index of words beside the index.

A word stays when the last document that held it is gone; a rebuild begins with none. So whoever is told a word has
it counted first.
"""

import logging
import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Query

from search.engines.opening import DamagedIndexError, opened

logger = logging.getLogger(__name__)

SHORTEST = 4  # letters; shorter words have too many neighbours
_MEMORY = 15_000_000
_FOLDER = "words"


class Lexicon:
    """The words kept in a generation of the index. Writing wants the writer's lock, like the index itself."""

    def __init__(self, generation: Path):
        self.path = generation / _FOLDER

    def add(self, words: Iterable[str]) -> None:
        """Keep these words, too."""
        index = self._for_writing()
        searcher = index.searcher()
        new = [word for word in set(words) if _worth(word) and not searcher.doc_freq("word", word)]
        if not new:
            return
        writer = index.writer(heap_size=_MEMORY, num_threads=1)
        try:
            for word in new:
                writer.add_document(tantivy.Document(word=word))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def like(self, word: str, limit: int) -> list[str]:
        """Words one letter away from this one (added, left out, changed, swapped with its neighbour)."""
        if len(word) < SHORTEST:
            return []
        try:
            searcher = opened(self.path).searcher()
        except DamagedIndexError:
            return []
        found = searcher.search(Query.fuzzy_term_query(_SCHEMA, "word", word, distance=1), limit=limit)
        words = (str(searcher.doc(address).get_first("word")) for _, address in found.hits)
        return [other for other in words if other != word]

    def _for_writing(self) -> tantivy.Index:
        """The index of words; a new one where there is none that can be read."""
        if self.path.exists():
            try:
                return opened(self.path)
            except DamagedIndexError as error:
                logger.error(
                    "The words of the index in %s cannot be read (%s): started anew. Rebuild the index.",
                    self.path,
                    error,
                )
                shutil.rmtree(self.path)
        self.path.mkdir()
        return tantivy.Index(_SCHEMA, path=str(self.path))


def _worth(word: str) -> bool:
    return len(word) >= SHORTEST - 1 and word.isalpha()


_SCHEMA = (
    tantivy.SchemaBuilder()
    .add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    .build()
)

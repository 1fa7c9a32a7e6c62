"""The text of a DOCX: paragraphs and tables in the order of the document."""

from collections.abc import Iterator

from docx import Document
from docx.table import Table

_DEEPEST = 8  # tables in tables


def pages(path: str) -> Iterator[Iterator[str]]:
    """The lines of the whole text as one page; the format knows no pages. Raises whatever docx raises."""
    yield _lines(Document(path), 0)


def _lines(container, depth):
    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
        elif depth < _DEEPEST:
            for row in block.rows:
                # A merged cell is met once for each column that it spans.
                cells = list(dict.fromkeys(row.cells))
                yield "\t".join(" ".join(_lines(cell, depth + 1)) for cell in cells)

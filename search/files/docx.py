"""The text of a DOCX: paragraphs and tables in the order of the document."""

import zipfile
from collections.abc import Iterator

from docx import Document
from docx.table import Table


class TooLargeError(Exception):
    """The archive says that it unpacks to more than is allowed."""


_DEEPEST = 8  # tables in tables


def pages(path: str, most_unpacked: int) -> Iterator[str]:
    """The whole text as one page; the format knows no pages. Raises whatever a broken file makes docx raise."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > most_unpacked:
            raise TooLargeError
    yield "\n".join(line for line in _lines(Document(path), 0) if line.strip())


def _lines(container, depth):
    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
        elif depth < _DEEPEST:
            for row in block.rows:
                # A merged cell is met once for each column that it spans.
                cells = list(dict.fromkeys(row.cells))
                yield "\t".join(" ".join(_lines(cell, depth + 1)) for cell in cells)

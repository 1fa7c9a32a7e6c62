"""The text of an XLSX: one page for each sheet that is shown, its cells row by row as they were last computed."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES


def pages(path: str) -> Iterator[Iterator[str]]:
    """The lines of each sheet, in the order of the tabs. Raises whatever openpyxl raises."""
    # By content: openpyxl would go by the name, and ours has none.
    with Path(path).open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for name in book.sheetnames:
            # What is hidden from readers of the file must not surface in a search.
            if book[name].sheet_state == "visible":
                yield _lines(name, book[name])


def _lines(name, sheet):
    if not hasattr(sheet, "iter_rows"):  # a sheet that is one chart
        return
    # What the file says of its own size may be anything; a row then is as long as its last cell says.
    sheet.reset_dimensions()
    is_named = False
    for row in sheet.iter_rows(min_row=1, values_only=True):
        cells = [_written(value) for value in row if value is not None]
        line = "\t".join(cell for cell in cells if cell)
        if line and not is_named:
            is_named = True
            yield name
        yield line


def _written(value):
    """A cell as somebody would type it into a search."""
    if isinstance(value, bool) or value in ERROR_CODES:
        return ""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)

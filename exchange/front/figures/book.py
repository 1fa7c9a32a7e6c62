"""The tables of the page as a workbook."""

import io
from collections.abc import Iterable

from django.utils.translation import get_language_bidi
from openpyxl import Workbook

from exchange.front.figures.year import Topic
from exchange.workshops.rendering import heading_cell, text_cell


def book(topics: Iterable[Topic]) -> bytes:
    """An .xlsx with a sheet for each topic that has numbers, from right to left where the language is."""
    made = Workbook(write_only=True)
    for topic in topics:
        if not topic.charts:
            continue
        sheet = made.create_sheet(topic.title[:31])
        sheet.sheet_view.rightToLeft = get_language_bidi()
        for letter in "BCD":
            sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions["A"].width = 44
        for chart in topic.charts:
            sheet.append([heading_cell(sheet, chart.title)])
            sheet.append([text_cell(sheet, chart.note)])
            sheet.append([heading_cell(sheet, head) for head in chart.table.heads])
            for row in chart.table.rows:
                cells = [cell.value for cell in row]
                sheet.append([one if isinstance(one, int) else text_cell(sheet, one) for one in cells])
            sheet.append([])
    if not made.worksheets:
        made.create_sheet()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()

"""The text of a PPTX: one page for each slide, its title first, then what stands on it, then its notes."""

from collections.abc import Iterator

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.group import GroupShape

_DEEPEST = 8  # groups in groups
# What every slide repeats and nobody looks for.
_FURNITURE = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"


def pages(path: str) -> Iterator[Iterator[str]]:
    """The lines of each slide, hidden ones included, as PowerPoint numbers them. Raises whatever pptx raises."""
    for slide in Presentation(path).slides:
        yield _lines(slide)


def _lines(slide):
    title = slide.shapes.title
    if title is not None:
        yield title.text_frame.text
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape, 0)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield slide.notes_slide.notes_text_frame.text


def _shape(shape, depth):
    """The order in which shapes stand in the file is the one in which they are read aloud."""
    if isinstance(shape, GroupShape):
        if depth < _DEEPEST:
            for inner in shape.shapes:
                yield from _shape(inner, depth + 1)
    elif shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
        return
    elif shape.has_text_frame:
        yield shape.text_frame.text.replace("\v", "\n")
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield "\t".join(cell.text_frame.text for cell in row.cells)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart.part._element)
    else:
        yield from _diagram(shape)


def _chart(root):
    """Titles, the names of series and of what they count."""
    for title in root.iter(_CHART + "title"):
        yield _written(title)
    for named in (_CHART + "tx", _CHART + "cat"):
        names = [point.text or "" for one in root.iter(named) for point in one.iter(_CHART + "v")]
        yield "\t".join(dict.fromkeys(names))


def _diagram(shape):
    """The words of a SmartArt drawing, which stand in a part of their own."""
    for ids in shape._element.iter(_DIAGRAM + "relIds"):
        part = shape.part.related_part(ids.get(_DATA))
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for paragraph in root.iter(_DRAWING + "p"):
            yield _written(paragraph)


def _written(element):
    return "".join(run.text or "" for run in element.iter(_DRAWING + "t"))

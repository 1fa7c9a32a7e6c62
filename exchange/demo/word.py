"""Attachments as DOCX: right to left in every paragraph, run and table, as Word itself would write Arabic."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

# On every machine with an office program, and with all Arabic letters.
FONT = "Arial"
PETROL = RGBColor(0x0B, 0x5A, 0x60)
SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5}


def docx(*, title: str, author: str, platform: str, pieces: list[dict], made_at: datetime) -> bytes:
    """A DOCX of these pieces (see `markdown`)."""
    document = Document()
    _set_styles(document)
    about = document.core_properties
    about.title, about.author, about.subject, about.language = title, author, platform, "ar"
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    about.last_modified_by, about.comments = author, ""
    section = document.sections[0]
    _turn(section._sectPr, "w:bidi")
    _say(section.footer.paragraphs[0], [{"text": platform, "strong": False}])
    _say(document.add_paragraph(style="Title"), [{"text": title, "strong": False}])
    for piece in pieces:
        _add(document, piece)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: WordDocument, piece: dict) -> None:
    kind = piece["kind"]
    if kind == "heading":
        _say(document.add_paragraph(style=f"Heading {max(1, piece['level'] - 1)}"), piece["runs"])
    elif kind == "paragraph":
        _say(document.add_paragraph(), piece["runs"])
    elif kind == "list":
        number = _fresh_numbering(document) if piece["ordered"] else None
        for item in piece["items"]:
            paragraph = document.add_paragraph(style="List Number" if piece["ordered"] else "List Bullet")
            if number is not None:
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            _say(paragraph, item)
    elif kind == "quote":
        for runs in piece["paragraphs"]:
            _say(document.add_paragraph(style="Quote"), runs)
    else:
        _add_table(document, piece)


def _add_table(document: WordDocument, piece: dict) -> None:
    table = document.add_table(rows=0, cols=len(piece["header"]), style="Table Grid")
    _turn(table._tbl.tblPr, "w:bidiVisual")
    _add_row(table, piece["header"], is_header=True)
    for row in piece["rows"]:
        _add_row(table, row, is_header=False)
    document.add_paragraph()


def _add_row(table: Table, row: list, *, is_header: bool) -> None:
    added = table.add_row()
    if is_header:
        repeated = OxmlElement("w:tblHeader")
        added._tr.get_or_add_trPr().append(repeated)
    for cell, runs in zip(added.cells, row, strict=True):
        _say(cell.paragraphs[0], [run | {"strong": is_header or run["strong"]} for run in runs])
        if is_header:
            _shade(cell)


def _say(paragraph: Paragraph, runs: list[dict]) -> None:
    _turn(paragraph._p.get_or_add_pPr(), "w:bidi")
    for run in runs:
        written = paragraph.add_run(run["text"])
        written.font.rtl = True
        if run["strong"]:
            written.font.bold = written.font.cs_bold = True


def _set_styles(document: WordDocument) -> None:
    """Word keeps two sets of everything: what it calls complex scripts has font, size and weight of its own."""
    for style in document.styles:
        if style.type != WD_STYLE_TYPE.PARAGRAPH or style.name not in ("Normal", "Quote", *SIZES):
            continue
        size = SIZES.get(style.name, 11.5)
        font = style.font
        font.name, font.size, font.rtl = FONT, Pt(size), True
        font.italic = font.cs_italic = False
        font.color.rgb = PETROL if style.name in SIZES else None
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), FONT)
        # Spaced letters fall apart in Arabic, and the line under the title has a colour of its own.
        _drop(properties, "w:szCs", "w:lang", "w:spacing")
        _drop(style.element.get_or_add_pPr(), "w:pBdr")
        _put(properties, "w:szCs", {"w:val": str(int(size * 2))})
        _put(properties, "w:lang", {"w:bidi": "ar-SA"})
        _turn(style.element.get_or_add_pPr(), "w:bidi")


def _fresh_numbering(document: WordDocument) -> int:
    """A numbering that begins at 1: Word would go on counting from one list to the next."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    list_style = document.styles["List Number"].element
    used = numbering.num_having_numId(list_style.pPr.numPr.numId.val)
    fresh = numbering.add_num(used.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return fresh.numId


def _shade(cell: _Cell) -> None:
    _put(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "F1ECE3"})


def _turn(properties, name: str) -> None:
    """Set a switch that says right to left, where the format's order of elements wants it."""
    if properties.find(qn(name)) is None:
        _put(properties, name, {})


def _drop(properties, *names: str) -> None:
    for name in names:
        for old in properties.findall(qn(name)):
            properties.remove(old)


# What must stand behind these elements, from the format's own order.
_SUCCESSORS = {
    "w:bidi": (
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
        "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
        "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange", "w:rtlGutter", "w:docGrid", "w:printerSettings",
    ),
    "w:bidiVisual": (
        "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd",
        "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
    ),
    "w:szCs": (
        "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em",
        "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
    ),
    "w:lang": ("w:eastAsianLayout", "w:specVanish", "w:oMath"),
    "w:shd": ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark"),
}  # fmt: skip


def _put(properties, name: str, attributes: dict[str, str]) -> None:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    properties.insert_element_before(element, *_SUCCESSORS[name])

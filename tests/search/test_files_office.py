"""Presentations and workbooks: what an office writes comes out, by slide and by sheet; what is hostile does not."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from search.files import Extracted, Limits, extract

BLANK, TITLE_ONLY = 6, 5  # layouts of the template that python-pptx brings


def saved(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def textbox(shapes, text):
    shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = text


def presentation() -> bytes:
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    textbox(first.shapes, "الإطار الزمني\vستة أشهر")
    first.shapes.title.text = "خطة الطوارئ"
    table = first.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "البند", "القيمة", "مضخة"
    table.cell(1, 0).merge(table.cell(1, 1))
    outer = first.shapes.add_group_shape()
    textbox(outer.shapes.add_group_shape().shapes, "في مجموعة")
    first.notes_slide.notes_text_frame.text = "ملاحظة المتحدث"
    second = slides.slides.add_slide(slides.slide_layouts[BLANK])
    data = CategoryChartData()
    data.categories = ["رام الله", "نابلس"]
    data.add_series("الإيرادات", (1, 2))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    slides.slides.add_slide(slides.slide_layouts[BLANK])
    return saved(slides)


def workbook() -> Workbook:
    book = Workbook()
    book.active.title = "الموازنة"
    book.active.append(["البند", "القيمة", "التاريخ"])
    book.active.append(["مضخات", 1200, date(2024, 3, 5)])
    book.active.append([])
    book.active.append(["صيانة", 3.5, datetime(2024, 3, 5, 10, 30), True, "#REF!"])
    hidden = book.create_sheet("رواتب")
    hidden.append(["سرّي"])
    hidden.sheet_state = "hidden"
    book.create_sheet("فارغة")
    book.create_sheet("أخرى").append(["نص"])
    return book


def test_a_presentation_gives_each_slide_with_its_title_first_and_its_notes_last():
    assert extract(presentation(), "خطة.pptx") == Extracted(
        [
            "خطة الطوارئ\nالإطار الزمني\nستة أشهر\nالبند\tالقيمة\nمضخة\t\nفي مجموعة\nملاحظة المتحدث",
            "الإيرادات\nرام الله\tنابلس",
            "",
        ],
        "read",
    )


def test_the_words_of_a_drawing_stand_with_its_slide():
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[BLANK])
    drawing = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p>'
        "<a:r><a:t>المجلس </a:t></a:r><a:r><a:t>البلدي</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(PackURI("/ppt/diagrams/data1.xml"), kind, slides.part.package, drawing.encode())
    relation = slide.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    )
    slide.shapes._spTree.append(
        parse_xml(
            '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvGraphicFramePr><p:cNvPr id="9" name="x"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/><a:ext cx='9' cy='9'/></p:xfrm>"
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds '
            'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            f'r:dm="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
    )
    assert extract(saved(slides), "هيكل.pptx").pages == ["المجلس البلدي"]


def test_a_workbook_gives_each_sheet_that_is_shown_row_by_row():
    assert extract(saved(workbook()), "موازنة.xlsx") == Extracted(
        [
            "الموازنة\nالبند\tالقيمة\tالتاريخ\nمضخات\t1200\t2024-03-05\nصيانة\t3.5\t2024-03-05T10:30:00",
            "",
            "أخرى\nنص",
        ],
        "read",
    )


def with_part(content: bytes, name: str, change) -> bytes:
    """The archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


SHEET, SLIDE = "xl/worksheets/sheet1.xml", "ppt/slides/slide1.xml"


def test_a_formula_gives_the_value_that_was_last_computed():
    book = Workbook()
    book.active.append([40, 2, "=A1+B1"])
    computed = with_part(
        saved(book), SHEET, lambda xml: xml.replace(b"<f>A1+B1</f><v></v>", b"<f>A1+B1</f><v>42</v>").replace(b"<f>A1+B1</f><v/>", b"<f>A1+B1</f><v>42</v>")
    )  # fmt: skip
    assert load_workbook(io.BytesIO(computed), data_only=True).active["C1"].value == 42
    assert extract(computed, "a.xlsx").pages == ["Sheet\n40\t2\t42"]
    assert extract(saved(book), "a.xlsx").pages == ["Sheet\n40\t2"]


def test_presentation_forms_become_letters_in_every_office_format():
    forms, letters = "ﻣﺸــﺮﻭﻉ ﺍﻟﻄﺮﻕ ﻻ", "مشروع الطرق لا"
    document, slides, book = Document(), Presentation(), Workbook()
    document.add_paragraph(forms)
    textbox(slides.slides.add_slide(slides.slide_layouts[BLANK]).shapes, forms)
    book.active.append([forms])
    for content in (document, slides, book):
        assert letters in extract(saved(content), "it").pages[0]


def test_an_office_file_without_text_is_empty():
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[BLANK])
    assert extract(saved(slides), "a.pptx") == Extracted(state="empty")
    assert extract(saved(Workbook()), "a.xlsx") == Extracted(state="empty")


def test_the_number_of_slides_and_the_length_of_a_sheet_are_limited():
    assert len(extract(presentation(), "a.pptx", limits=Limits(pages=2)).pages) == 2
    assert extract(saved(workbook()), "a.xlsx", limits=Limits(characters=10)).pages == ["الموازنة\nال"]


def test_a_sheet_of_a_million_rows_gives_its_first_words_in_time():
    rows = b"".join(b'<row r="%d"/>' % number for number in range(2, 1_000_000))
    last = b'<row r="1000000"><c r="XFD1000000" t="inlineStr"><is><t>end</t></is></c></row>'
    book = Workbook()
    book.active.append(["مضخات"])
    content = with_part(
        saved(book), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + last + b"</sheetData>")
    )
    began = time.monotonic()
    extracted = extract(content, "a.xlsx", limits=Limits(seconds=6))
    assert (extracted.state, extracted.pages[0].split("\n")[:2]) == ("read", ["Sheet", "مضخات"])
    assert time.monotonic() - began < 7


@pytest.mark.parametrize(
    ("row", "seconds", "words"), [(1_048_576, 20, "Sheet\nرأس\nقاع"), (10**12, 3, "Sheet\nرأس")]
)
def test_rows_that_are_left_out_cost_no_more_than_the_time_allowed(row, seconds, words):
    book = Workbook()
    book.active.append(["رأس"])
    far = f'<row r="{row}"><c t="inlineStr"><is><t>قاع</t></is></c></row></sheetData>'
    content = with_part(saved(book), SHEET, lambda xml: xml.replace(b"</sheetData>", far.encode()))
    began = time.monotonic()
    assert extract(content, "a.xlsx", limits=Limits(seconds=seconds)).pages == [words]
    assert time.monotonic() - began < seconds + 1


def test_a_file_that_keeps_its_reader_busy_ends_with_its_time():
    """Half a million ways to dress a cell, which openpyxl takes up one by one before it gives the first word."""
    dresses = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 500_000
    busy = with_part(
        saved(workbook()), "xl/styles.xml", lambda xml: xml.replace(b"</cellXfs>", dresses + b"</cellXfs>")
    )
    began = time.monotonic()
    limits = Limits(seconds=4)
    assert extract(busy, "a.xlsx", limits=limits) == Extracted(state="unreadable")
    assert time.monotonic() - began < 6
    assert extract(saved(workbook()), "a.xlsx", limits=limits).state == "read"


LAUGHS = "<!DOCTYPE x [" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefgh", "bcdefghi", strict=True)
) + "<!ENTITY a '" + "ha" * 500 + "'>]>"  # fmt: skip


def laughing(xml: bytes) -> bytes:
    """The part with entities that swell to a terabyte, and with a use of them."""
    body = xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
    return b"<?xml version='1.0'?>" + LAUGHS.encode() + body.replace(b"HERE", b"&h;")


def slide_that_says_here() -> bytes:
    slides = Presentation()
    textbox(slides.slides.add_slide(slides.slide_layouts[BLANK]).shapes, "HERE")
    return saved(slides)


def sheet_that_says_here() -> bytes:
    book = Workbook()
    book.active.append(["HERE"])
    return saved(book)


def swollen(content: bytes, name: str) -> bytes:
    """The file with a part that packs to nothing and unpacks to more than TIGHT allows."""
    return with_part(content, name, lambda xml: xml + b" " * 5_000_000)


TIGHT = Limits(seconds=8, memory=400 * 1024**2, unpacked=5_000_000)
ROOMY = Limits(seconds=8, memory=400 * 1024**2, unpacked=6_000_000)


DOCUMENT = "word/document.xml"


def document_with_a_table() -> bytes:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "خلية"
    return saved(document)


def locked() -> bytes:
    """The frame in which office programs put a file that a password locks, as far as anybody looks at it."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(4096)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(4096)
    )


UNREADABLE = {
    "a presentation that swells": lambda: swollen(presentation(), SLIDE),
    "a workbook that swells": lambda: swollen(saved(workbook()), SHEET),
    "a presentation cut off": lambda: presentation()[:-2000],
    "a workbook cut off": lambda: saved(workbook())[:-500],
    "a slide cut off": lambda: with_part(presentation(), SLIDE, lambda xml: xml[:-100]),
    "a sheet cut off": lambda: with_part(saved(workbook()), SHEET, lambda xml: xml[:-100]),
    "entities in a slide": lambda: with_part(slide_that_says_here(), SLIDE, laughing),
    "entities in a sheet": lambda: with_part(sheet_that_says_here(), SHEET, laughing),
    "a locked office file": locked,
    "a cell that spans a billion columns": lambda: with_part(
        document_with_a_table(),
        DOCUMENT,
        lambda xml: xml.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="999999999"/>'),
    ),
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_broken_locked_or_hostile_is_unreadable_and_harms_nobody(make):
    content = make()
    began = time.monotonic()
    assert extract(content, "it.pptx", limits=TIGHT) == Extracted(state="unreadable")
    assert time.monotonic() - began < 9


def test_the_same_files_are_read_where_nothing_is_wrong_with_them():
    """Twin of the test above: what it refuses is refused for its fault alone."""
    sound = (
        presentation(),
        saved(workbook()),
        slide_that_says_here(),
        sheet_that_says_here(),
        document_with_a_table(),
    )
    for content in sound:
        assert extract(content, "it", limits=TIGHT).state == "read"
    assert extract(swollen(presentation(), SLIDE), "it.pptx", limits=ROOMY).state == "read"


@pytest.mark.parametrize("name", ["a.doc", "a.ppt", "a.xls"])
def test_an_old_office_file_is_unsupported(name):
    assert extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8192), name) == Extracted(state="unsupported")


def test_an_open_document_is_unsupported():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<text>نص</text>")
    assert extract(content.getvalue(), "a.odt") == Extracted(state="unsupported")


def test_a_wrong_extension_changes_nothing():
    assert extract(presentation(), "a.xlsx") == extract(presentation(), "a.pptx")
    assert extract(saved(workbook()), "a.pdf") == extract(saved(workbook()), "a.xlsx")

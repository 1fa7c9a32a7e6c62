"""Attachments are real files, with their text in them, and are found by it."""

import io

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from docx import Document
from docx.oxml.ns import qn

from exchange.demo import markdown, reading
from exchange.pages.models import UploadedDocument
from exchange.people.models import User
from exchange.platforms.rules import audience_tokens
from search.arabic.words import words
from search.finding import find

FORMATS = {one["source"]: one["format"] for work in reading.works() for one in work.fields["attachments"]}
PDFS = sorted(source for source, format in FORMATS.items() if format == "pdf")
WORDS = sorted(source for source, format in FORMATS.items() if format == "docx")


def stored(source):
    document = UploadedDocument.objects.get(title=reading.attachment(source).fields["title"])
    with document.file.open("rb") as file:
        return document, io.BytesIO(file.read())


def said(source):
    """Every line of the source, bare: paragraphs, items and cells."""
    lines = [reading.attachment(source).fields["title"]]
    for piece in markdown.pieces(reading.attachment(source).text):
        if "runs" in piece:
            lines.append(markdown.plain(piece["runs"]))
        elif piece["kind"] == "table":
            lines += [markdown.plain(cell) for row in (piece["header"], *piece["rows"]) for cell in row]
        else:
            lines += [markdown.plain(runs) for runs in piece.get("items") or piece["paragraphs"]]
    return [line for line in lines if line]


def vocabulary(*lines):
    return {word.text for line in lines for word in words(line)}


def test_every_file_is_made_and_its_text_was_read(demo):
    assert PDFS and WORDS
    there = UploadedDocument.objects.values_list("title", "text_state", "uploaded_by_user__email", "file")
    assert {title for title, *_rest in there} == {reading.attachment(one).fields["title"] for one in FORMATS}
    assert {state for _title, state, *_rest in there} == {"read"}
    assert all(email.startswith("editor-") for _title, _state, email, _file in there)
    assert {file.rsplit(".", 1)[1] for *_rest, file in there} == {"pdf", "docx"}


@pytest.mark.parametrize("source", WORDS)
def test_a_word_file_says_every_line_of_its_source_from_right_to_left(demo, source):
    document, content = stored(source)
    opened = Document(content)
    cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
    paragraphs = [*opened.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    assert sorted(one.text for one in paragraphs if one.text) == sorted(said(source))
    assert all(one._p.pPr.find(qn("w:bidi")) is not None for one in paragraphs if one.text)
    assert all(run.font.rtl for one in paragraphs for run in one.runs)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in opened.tables)
    assert (opened.core_properties.title, opened.core_properties.language) == (document.title, "ar")
    assert vocabulary(*document.text_pages) == vocabulary(*said(source))


def test_each_numbered_list_of_a_word_file_begins_at_one(demo):
    _document, content = stored("inn-pilot-decision")
    opened = Document(content)
    lists = [
        piece
        for piece in markdown.pieces(reading.attachment("inn-pilot-decision").text)
        if piece.get("ordered")
    ]
    numbered = [one._p.pPr.numPr.numId.val for one in opened.paragraphs if one.style.name == "List Number"]
    assert len(set(numbered)) == len(lists)
    assert len(numbered) == sum(len(piece["items"]) for piece in lists)


@pytest.mark.parametrize("source", PDFS)
def test_a_pdf_file_is_tagged_arabic_and_says_what_its_source_says(demo, source):
    document, content = stored(source)
    opened = pypdf.PdfReader(content)
    assert opened.metadata.title == document.title
    assert opened.root_object["/Lang"] == "ar"
    assert opened.root_object["/MarkInfo"]["/Marked"]
    assert opened.xmp_metadata is not None
    wanted, read = vocabulary(*said(source)), vocabulary(*document.text_pages)
    assert len(wanted & read) > len(wanted) * 0.97


@pytest.mark.parametrize(
    ("asked", "title", "file"),
    [
        ("هيبوكلوريت الصوديوم", "إعداد الموازنة والرقابة على تنفيذها: دليل عمل للدائرة المالية", "fin-variance-report.pdf"),
        (
            "منهل الصرف الصحي قطر الغطاء",
            "نظم المعلومات الجغرافية في الهيئة المحلية: من المخطط الورقي إلى خريطة يُعتمد عليها",
            "field-survey-form.docx",
        ),
    ],
)  # fmt: skip
def test_a_guide_is_found_by_words_that_stand_in_its_file_alone(demo, asked, title, file):
    person = AnonymousUser()
    hit = find(text=asked, tokens=audience_tokens(person), person=person).hits[0]
    assert (hit.title, hit.file and hit.file.name) == (title, file)


@pytest.mark.parametrize(("email", "finds_it"), [("", False), ("stranger", False), ("member-4", True)])
def test_the_file_of_a_guide_for_members_is_found_by_members_alone(demo, email, finds_it):
    person = User.objects.get(email=f"{email}@exchange.example") if email else AnonymousUser()
    hits = find(text="كاسحات الثلج", tokens=audience_tokens(person), person=person).hits
    names = [hit.file.name for hit in hits if hit.file]
    assert ("emergency-message-templates.docx" in names) == finds_it
    assert ("الاتصال مع السكان في الطوارئ وانقطاع الخدمات" in [hit.title for hit in hits]) == finds_it

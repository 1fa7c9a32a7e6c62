"""Text comes out of files as it went in, or not at all; the process that asks is never harmed."""

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pypdf
import pytest
import typst
from docx import Document

from search import files
from search.arabic.words import words
from search.files import Extracted, Limits, extract
from search.files.mending import mend

FONTS = Path(__file__).resolve().parents[2] / "exchange" / "design" / "fonts"

SOURCE = """
#set text(font: ("Noto Naskh Arabic", "Noto Sans"), lang: "ar", dir: rtl)
= دليل إدارة المشاريع
تعقد الورشة يوم الثلاثاء عن اللامركزية في الهيئات المحلية، ونسبة الإنجاز ٣٫٥ والمبلغ ١٬٢٠٠ في الفترة ٢٠٢٣-٢٠٢٦.
#pagebreak()
معالجة النفايات الصلبة والمياه العادمة بنظم GIS في ۱۲ قرية.
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "source.typ").write_text(SOURCE)
    typst.compile(
        folder / "source.typ", output=folder / "it.pdf", font_paths=[FONTS], ignore_system_fonts=True
    )
    return folder / "it.pdf"


def found(text):
    return {word.text for word in words(text)}


def test_an_arabic_pdf_gives_its_words_page_by_page(pdf):
    extracted = extract(pdf, "دليل.pdf")
    assert (extracted.state, len(extracted.pages)) == ("read", 2)
    first, second = map(found, extracted.pages)
    assert {"دليل", "اداره", "المشاريع", "الثلاثاء", "اللامركزيه", "الهييات", "المحليه"} <= first
    assert {"3.5", "1200", "2023", "2026"} <= first
    assert {"النفايات", "الصلبه", "العادمه", "gis", "12"} <= second
    assert "الورشة يوم الثلاثاء عن اللامركزية في الهيئات المحلية" in extracted.pages[0]


def test_content_and_path_give_the_same(pdf):
    assert extract(pdf.read_bytes(), "it.pdf") == extract(pdf, "it.pdf")


def test_the_reader_of_pdf_still_turns_arabic_digits_round(pdf):
    """When this fails, pypdf has been mended and `search.files.mending` must no longer turn them back."""
    raw = pypdf.PdfReader(pdf).pages[0].extract_text()
    assert "٣٢٠٢" in raw and "٢٠٢٣" not in raw


def test_mending_restores_letters_numbers_and_borders():
    assert mend("ﻣﺸــﺮوع ٠٠٢٬١") == "مشروع ١٬٢٠٠"
    assert mend("لسنة٣٢٠٢") == "لسنة ٢٠٢٣"
    assert mend("نظمGISفي") == "نظم GIS في"
    assert mend("\u202bالميزانيةالعامة\u202c  هنا") == "الميزانية العامة هنا"


def encrypted(pdf, password):
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_an_encrypted_pdf_needs_its_password(pdf):
    locked = encrypted(pdf, "secret")
    assert extract(locked, "a.pdf") == Extracted(state="unreadable")
    assert extract(locked, "a.pdf", password="wrong") == Extracted(state="unreadable")
    assert extract(locked, "a.pdf", password="secret").state == "read"
    assert extract(encrypted(pdf, ""), "a.pdf").state == "read"


def test_a_docx_gives_paragraphs_and_tables_in_their_order(tmp_path):
    document = Document()
    document.add_paragraph("محضر اجتماع المجلس")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "البند", "القيمة ١٢"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "مدمج"
    document.add_paragraph("خاتمة")
    document.save(tmp_path / "it.docx")
    assert extract(tmp_path / "it.docx", "محضر.docx") == Extracted(
        ["محضر اجتماع المجلس\nالبند\tالقيمة ١٢\nمدمج\nخاتمة"], "read"
    )


def test_a_file_without_text_is_empty(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    Document().save(tmp_path / "blank.docx")
    assert extract(tmp_path / "scan.pdf", "scan.pdf") == Extracted(state="empty")
    assert extract(tmp_path / "blank.docx", "blank.docx") == Extracted(state="empty")


def pdf_of(*objects):
    """A PDF of these objects, the first being the catalog; pypdf finds them without a table of contents."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def swelling_stream():
    """Half a gigabyte of drawing in a few hundred bytes."""
    squeeze = zlib.compressobj(9)
    content = b"".join(squeeze.compress(b"(a) Tj " * 150_000) for _ in range(500)) + squeeze.flush()
    content = zlib.compress(content, 9)
    return b"<</Filter [/FlateDecode /FlateDecode] /Length %d>>stream\n%s\nendstream" % (
        len(content),
        content,
    )


def zipped(entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return content.getvalue()


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
}


def docx_of(document):
    return zipped(PARTS | {"word/document.xml": document})


def wordml(text, doctype=""):
    return (
        f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 500
    + "'>"
    + "".join(
        f"<!ENTITY {after} '{f'&{before};' * 10}'>"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)

PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>>"

CATALOG, PAGES = b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
ENDLESS = b"xref\n0 1\n0000000000 65535 f\ntrailer <</Prev 9 /Root 1 0 R>>\nstartxref\n9\n%%EOF"

HOSTILE = {
    "no content": lambda: b"",
    "only a header": lambda: b"%PDF-1.7",
    "noise after a header": lambda: b"%PDF-1.7\n" + os.urandom(50_000),
    "pages that contain themselves": lambda: pdf_of(CATALOG, b"<</Type /Pages /Kids [2 0 R] /Count 1>>"),
    "a table that points at itself": lambda: b"%PDF-1.7\n" + ENDLESS,
    "a stream that swells": lambda: pdf_of(CATALOG, PAGES, PAGE, swelling_stream()),
    "noise that calls itself an archive": lambda: b"PK\x03\x04" + os.urandom(5_000),
    "an archive that swells": lambda: docx_of(wordml("a" * 60_000_000)),
    "billion laughs": lambda: docx_of(wordml("&i;", LAUGHS)),
    "an entity from outside": lambda: docx_of(
        wordml("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    ),
    "tables in tables": lambda: docx_of(wordml("</w:t></w:r></w:p>" + "<w:tbl><w:tr><w:tc>" * 5_000)),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_broken_or_hostile_file_gives_no_text_and_no_harm(make):
    content = make()
    began = time.monotonic()
    limits = Limits(seconds=5, memory=400 * 1024**2, unpacked=50 * 1024**2)
    extracted = extract(content, "it", limits=limits)
    assert (extracted.state in ("unreadable", "empty", "unsupported"), extracted.pages) == (True, [])
    assert time.monotonic() - began < 8


def test_time_is_limited(pdf):
    began = time.monotonic()
    assert extract(pdf, "it.pdf", limits=Limits(seconds=0.05)).state == "unreadable"
    assert time.monotonic() - began < 2


def test_length_is_limited(pdf):
    assert extract(pdf, "it.pdf", limits=Limits(file_size=100)).state == "unreadable"
    assert len(extract(pdf, "it.pdf", limits=Limits(pages=1)).pages) == 1
    assert [len(page) for page in extract(pdf, "it.pdf", limits=Limits(characters=10)).pages] == [10]


def test_what_a_file_calls_itself_proves_nothing(pdf):
    assert extract(pdf, "it.docx").state == "read"
    assert extract(b"GIF89a" + struct.pack("<HH", 1, 1), "it.pdf").state == "unsupported"
    assert extract(zipped({"notes.txt": "نص"}), "it.docx").state == "unsupported"
    assert extract("/no/such/file", "it.pdf").state == "unreadable"


def test_the_process_that_opens_files_is_given_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    seen = []
    real = files.subprocess.Popen
    monkeypatch.setattr(
        files.subprocess, "Popen", lambda *args, **how: seen.append(how["env"]) or real(*args, **how)
    )
    extract(b"%PDF-", "it.pdf")
    assert len(seen) == 1 and "canary" not in str(seen)

"""A page that is a picture is known for one, and read where Tesseract is."""

import io
import time
from pathlib import Path

import pypdf
import pytest
import typst
from PIL import Image

from search import files
from search.files import Extracted, Limits, extract, recognise, state_of

FONTS = Path(__file__).resolve().parents[2] / "exchange" / "design" / "fonts"
LINE = "معالجة النفايات الصلبة والمياه العادمة في القرى الصغيرة"


@pytest.fixture
def without_tesseract(monkeypatch, tmp_path):
    """A machine on which Tesseract is not installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    files._recogniser.cache_clear()
    yield
    files._recogniser.cache_clear()


def typeset(body: str, **how) -> bytes:
    source = f'#set page(margin: 2cm)\n#set text(font: "Noto Naskh Arabic", lang: "ar", dir: rtl, size: 14pt)\n{body}'
    return typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, **how)


def scanned(body: str, ppi: int = 150) -> bytes:
    """A PDF with one picture of the page, as a scanner makes it."""
    picture = Image.open(io.BytesIO(typeset(body, format="png", ppi=ppi))).convert("L")
    file = io.BytesIO()
    picture.save(file, "PDF", resolution=ppi)
    return file.getvalue()


def in_strips(body: str) -> bytes:
    """The same as many scanners make it: the picture in strips, one below the other."""
    picture = Image.open(io.BytesIO(typeset(body, format="png", ppi=72))).convert("L")
    sheet = pypdf.PdfWriter()
    page = sheet.add_blank_page(picture.width, picture.height)
    for top in range(0, picture.height, 100):
        strip, file = picture.crop((0, top, picture.width, min(picture.height, top + 100))), io.BytesIO()
        strip.save(file, "PDF", resolution=72)
        place = pypdf.Transformation().translate(0, picture.height - top - strip.height)
        page.merge_transformed_page(pypdf.PdfReader(file).pages[0], place)
    file = io.BytesIO()
    sheet.write(file)
    return file.getvalue()


def as_drawing(content: bytes) -> bytes:
    """The page's content wrapped into a drawing of its own, as programs that flatten PDFs do."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    page, names = reader.pages[0], pypdf.generic.NameObject
    form = pypdf.generic.DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    form.update({names("/Type"): names("/XObject"), names("/Subtype"): names("/Form"),
                 names("/BBox"): page.mediabox, names("/Resources"): page["/Resources"].clone(writer := pypdf.PdfWriter())})  # fmt: skip
    sheet = writer.add_blank_page(page.mediabox.width, page.mediabox.height)
    inner = pypdf.generic.DictionaryObject({names("/It"): writer._add_object(form)})
    sheet[names("/Resources")] = pypdf.generic.DictionaryObject({names("/XObject"): inner})
    drawing = pypdf.generic.DecodedStreamObject()
    drawing.set_data(b"/It Do")
    sheet[names("/Contents")] = writer._add_object(drawing)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def joined(*contents: bytes) -> bytes:
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    for content in contents:
        writer.append(io.BytesIO(content))
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "make",
    [scanned, in_strips, lambda body: as_drawing(scanned(body))],
    ids=["one picture", "strips", "a drawing"],
)
def test_a_page_that_is_a_picture_is_a_scan(make):
    assert extract(make(LINE), "a.pdf") == Extracted([""], "scanned", [1])


def picture_beside(words: str) -> bytes:
    """A page with a photograph over most of it, which is no scan once the page has words."""
    photograph, file = Image.effect_noise((400, 600), 60), io.BytesIO()
    photograph.save(file, "PDF", resolution=51)  # about as large as A4
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(typeset(words))), io.BytesIO()
    writer.pages[0].merge_page(pypdf.PdfReader(file).pages[0], over=False)
    writer.write(out)
    return out.getvalue()


def test_a_page_with_words_is_no_scan_whatever_lies_behind_them():
    extracted = extract(picture_beside(LINE), "a.pdf")
    assert (extracted.state, extracted.scans) == ("read", [])
    assert "النفايات الصلبة" in extracted.pages[0]
    assert extract(picture_beside("ختم"), "a.pdf") == Extracted(["ختم"], "scanned", [1])


def test_a_file_is_scanned_when_half_of_its_pages_are():
    text, scan = typeset(LINE), scanned(LINE, ppi=72)
    half = extract(joined(text, scan), "a.pdf")
    assert (half.state, half.scans) == ("scanned", [2])
    assert "النفايات" in half.pages[0]
    third = extract(joined(text, scan, text), "a.pdf")
    assert (third.state, third.scans) == ("read", [2])
    assert [
        state_of(pages, scans) for pages, scans in ((["", "", ""], [1]), (["", ""], []), (["a", "", ""], [2]))
    ] == [
        "scanned",
        "empty",
        "read",
    ]


def test_without_tesseract_nothing_is_recognised(without_tesseract):
    assert files.can_recognise() is False
    assert recognise(scanned(LINE), [1]) == {}


@pytest.mark.servers
def test_tesseract_reads_a_scan_of_arabic():
    """Twin of the test above. `./run test` installs Tesseract; where it is missing this fails."""
    assert files.can_recognise()
    texts = recognise(joined(scanned(LINE), scanned("المحكمة الإدارية تنظر في الطعون GIS 2024")), [1, 2])
    assert set(LINE.split()) <= set(texts[1].split())
    assert {"المحكمة", "الطعون", "GIS", "2024"} <= set(texts[2].split())


@pytest.mark.servers
def test_what_was_read_before_the_time_ended_is_kept():
    many = joined(*[scanned(LINE)] * 60)
    began = time.monotonic()
    texts = recognise(many, range(1, 61), limits=Limits(seconds=4))
    assert 0 < len(texts) < 60
    assert time.monotonic() - began < 6


@pytest.mark.servers
def test_what_cannot_be_recognised_is_left_out():
    assert recognise(b"%PDF-1.7", [1]) == {}
    assert recognise(scanned(LINE), [0, 2, 99]) == {}
    assert recognise(picture_beside(""), [1]) == {1: ""}
    huge = pypdf.PdfWriter()
    huge.add_blank_page(14_400, 14_400)
    file = io.BytesIO()
    huge.write(file)
    assert recognise(file.getvalue(), [1]) == {1: ""}

"""Arabic comes out of PDFs as it was written, whichever program made them."""

import io
import json
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import typst

from search.arabic.words import words
from search.files import extract
from search.files.direction import as_written, unturned
from search.files.mending import mend, plain
from search.files.places import text_of

# The same three lines, full of vowel signs, as different programs print them.
SAMPLES = Path(__file__).parent / "data" / "pdf"
SAID = (SAMPLES / "said.txt").read_text()
FONTS = Path(__file__).resolve().parents[2] / "exchange" / "design" / "fonts"


def typeset(text: str, setting: str = "") -> bytes:
    source = f'#set text(font: ("Noto Naskh Arabic", "Noto Sans"), lang: "ar", dir: rtl)\n{setting}\n#for line in json(bytes(sys.inputs.text)) [#par(line)]'
    return typst.compile(
        source.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"text": json.dumps(text.splitlines())},
    )


def found(text):
    return [word.text for word in words(text.replace("\n", " "))]


def kept(text):
    """The shares of words and of pairs of neighbours that came out."""
    said, read = found(SAID), found(text)
    pairs = set(pairwise(said))
    return len(set(said) & set(read)) / len(set(said)), len(pairs & set(pairwise(read))) / len(pairs)


@pytest.mark.parametrize("maker", ["chromium", "libreoffice", "weasyprint"])
def test_words_come_out_whole_and_in_their_order_whoever_made_the_file(maker):
    extracted = extract(SAMPLES / f"{maker}.pdf", "a.pdf")
    assert found(extracted.pages[0]) == found(SAID)


def test_what_typst_sets_comes_out_whole_and_in_its_order():
    assert found(extract(typeset(SAID), "a.pdf").pages[0]) == found(SAID)


@pytest.mark.parametrize("maker", ["chromium", "typst"])
def test_neither_reader_alone_has_as_much(maker):
    """Twin of the tests above: when a reader has learnt it, the places need no longer be looked at."""
    content = typeset(SAID) if maker == "typst" else (SAMPLES / f"{maker}.pdf").read_bytes()
    alone = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    other = mend(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text())
    ours = text_of(pypdfium2.PdfDocument(content)[0])
    assert kept(ours) == (1.0, 1.0)
    assert max(kept(alone)[1], kept(other)[1]) < 0.9


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_or_table_may_lie_on_its_side(turn):
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(typeset(SAID))), io.BytesIO()
    writer.pages[0].rotate(turn)
    writer.pages[0].transfer_rotation_to_content()
    writer.write(out)
    assert found(extract(out.getvalue(), "a.pdf").pages[0]) == found(SAID)


def test_columns_are_read_one_after_the_other():
    columns = typeset(
        "\n".join(["معالجة النفايات الصلبة في القرى"] * 30), "#set page(columns: 2, height: 12cm)"
    )
    assert set(extract(columns, "a.pdf").pages[0].splitlines()) == {"معالجة النفايات الصلبة في القرى"}


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        ("ةيدلبلا ةنزاوم", "موازنة البلدية"),
        ("2024 ماع", "عام 2024"),
        ("٪٣٫٥ ةبسن", "نسبة ٣٫٥٪"),
        ("١٬٢٠٠ غلبملا", "المبلغ ١٬٢٠٠"),
        ("(رهشلا لبق) دعوملا", "الموعد (قبل الشهر)"),
        ("ISO 9001 قفو", "وفق ISO 9001"),
        (".ةمظنألا Project Management ليلد", "دليل Project Management الأنظمة."),
        ("plain text, 3.5", "plain text, 3.5"),
        ("", ""),
    ],
)
def test_a_line_is_turned_back_as_it_was_turned_to_be_shown(seen, written):
    assert as_written(seen) == written


def test_a_line_of_english_keeps_its_arabic_words_in_place():
    assert as_written("The word ةيرقلا ةيدلب means it", in_arabic=False) == "The word بلدية القرية means it"
    assert as_written("GIS ةيدلبلا", in_arabic=False) == "البلدية GIS"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("ﻣﺸﺮﻭﻉ ﺍﻟﻄﺮﻕ ٢٠٢٣", "مشروع الطرق ٢٠٢٣"),
        ("٢٠٢٣ ﻕﺮﻄﻟﺍ ﻉﻭﺮﺸﻣ", "مشروع الطرق ٢٠٢٣"),
        ("ﻕﺮﻄﻟﺍ ﺕﻼﺠﺳ", "سجلات الطرق"),
        ("مشروع الطرق", "مشروع الطرق"),
    ],
)
def test_text_that_was_copied_as_it_was_shown_is_turned_back(stored, read):
    assert plain(unturned(stored)) == read


def test_english_keeps_its_ligatures_and_joins_what_was_hyphenated():
    text = "The municipality confirmed the benefits of its filing departments. " * 20
    source = typeset(
        text,
        '#set text(font: "Noto Sans", lang: "en", dir: ltr, hyphenate: true)\n#set par(justify: true)\n#set page(width: 7cm)',
    )
    said = set(found(text))
    read = set(found(" ".join(extract(source, "a.pdf").pages)))
    assert said <= read

"""Words know their place in the text as written."""

import pytest

from search.arabic.words import words

PLACES = [
    ("والبلديات، الجديدة", ["والبلديات", "الجديدة"]),
    ("شـــكاوى الجُمهورِ.", ["شـــكاوى", "الجُمهورِ"]),
    ("نظمGISفي ٢٠٢٦م", ["نظم", "GIS", "في", "٢٠٢٦", "م"]),
    ("١٬٢٠٠٫٥ و 12.10.2026", ["١٬٢٠٠٫٥", "و", "12", "10", "2026"]),
    ("ﷺ ﻻﺋﺤﺔ", ["ﷺ", "ﷺ", "ﷺ", "ﷺ", "ﻻﺋﺤﺔ"]),
    ("e\u0301cole İzmir", ["e\u0301cole", "İzmir"]),
    ("snake_case — 'quoted'", ["snake", "case", "quoted"]),
    ("\u200fمجلس\u200f \U0001f600 قروي", ["مجلس\u200f", "قروي"]),
    ("نص\ud800نص", ["نص", "نص"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "written"), PLACES)
def test_offsets_point_at_the_letters_as_written(text, written):
    assert [text[word.start : word.end] for word in words(text)] == written


def test_normalised_forms_are_what_is_compared():
    text = "وَالْمَجَالِسُ القُرَوِيَّةُ ١٬٢٠٠ Émile"
    assert [word.text for word in words(text)] == ["والمجالس", "القرويه", "1200", "emile"]


def test_a_word_without_end_is_cut():
    found = list(words("ا" * 100_000 + " نهاية"))
    assert max(len(word.text) for word in found) == 64
    assert (found[0].start, found[-2].end, found[-1]) == (0, 100_000, ("نهايه", 100_001, 100_006))

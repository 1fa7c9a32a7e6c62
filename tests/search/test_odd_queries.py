"""Anything may be asked; the answer is clear and its cost bounded."""

import time

import pytest

from search import indexing
from search.asked import MOST_LETTERS, MOST_WORDS, ask
from search.finding import find, suggest

ODD = {
    "nothing": "",
    "spaces": " \t\n ",
    "operators": '"" + - && || ! ( ) { } [ ] ^ ~ * ? : \\ /',
    "one star": "*",
    "open quotation": '"خطة',
    "empty quotations": '«»""',
    "quoted operators": '"* ~2"^3',
    "query syntax": "audience:all OR title_ar_stem:/.*/ AND _exists_:shown",
    "NUL": "\x00",
    "lone surrogates": "\ud800\udfff",
    "controls": "".join(map(chr, range(32))),
    "direction controls": "\u202e\u2066\u200f\u061c",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "a million marks": "ا" + "\u0301\u0316" * 500_000,
    "a million vowels": "\u064e\u0650" * 500_000,
    "100 kB in one word": "ا" * 100_000,
    "100 kB of words": "كلمة " * 20_000,
    "100 kB of different words": " ".join(map(str, range(17_000))),
    "100 kB of quotations": '"أ ب"' * 20_000,
    "emoji": "😀👍🏽",
    "regular expression": "(((((a*)*)*)*)*)*$" * 100,
    "ligatures that swell": "ﷺ﷽" * 10_000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_question_has_an_answer_in_bounded_time(shelf, text):
    shelf.put("it", "دليل", "خطة العمل ١٢")
    indexing.rebuild()
    began = time.process_time()
    found = find(text=text, tokens=["everyone"])
    suggest(text=text, tokens=["everyone"])
    assert time.process_time() - began < 1
    assert found.total == len(found.hits) <= 1


def test_a_query_is_cut_to_its_bounds():
    assert len(ask(" ".join(f"كلمة{n}" for n in range(500))).words) <= MOST_WORDS
    assert sum(map(len, ask("a b c " * 5_000).words)) <= MOST_LETTERS


def test_stop_words_do_not_count_unless_there_is_nothing_else():
    assert ask("ما هي خطة العمل في البلدية").words == ("خطه", "العمل", "البلديه")
    assert ask("إلى أين").words == ("الي", "اين")


def test_documents_with_strange_letters_are_indexed_and_shown(shelf):
    shelf.put("odd", "عنوان\x00\ud800", "نص\x00 فيه \ud800 خطة \u202e مقلوب <script>", tags=("\udfff",))
    indexing.rebuild()
    (hit,) = find(text="خطة", tokens=["everyone"]).hits
    assert hit.snippet == "نص فيه ? <mark>خطة</mark> مقلوب &lt;script&gt;"
    assert hit.title == "عنوان ?"
    assert indexing.check() == []

"""Anything may be asked; the answer is clear and its cost bounded."""

import time

import pytest

from search import indexing
from search.asked import MOST_LETTERS, MOST_WORDS, ask
from search.finding import FACETS, find, suggest
from tests.search.odd import ODD


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_question_has_an_answer_in_bounded_time(shelf, text):
    shelf.put("it", "دليل", "خطة العمل ١٢")
    indexing.rebuild()
    began = time.process_time()
    found = find(text=text, tokens=["everyone"])
    suggest(text=text, tokens=["everyone"])
    assert time.process_time() - began < 1
    assert found.total == len(found.hits) <= 1


@pytest.mark.parametrize("name", [*FACETS])
@pytest.mark.parametrize(
    "value", ["no-such", "«»", "\ud800", "*", "ا" * 100_000, "\u202e\u200b", "x" * 40_000 + ":y"]
)
def test_a_filter_that_nothing_has_finds_nothing_in_bounded_time(shelf, name, value):
    shelf.put("it", "دليل", "خطة العمل ١٢", platforms=("finance",))
    indexing.rebuild()
    began = time.process_time()
    found = find(text="خطة", tokens=["everyone"], **{name: value})
    assert time.process_time() - began < 1
    assert (found.total, found.hits, found.next_page) == (0, [], None)


@pytest.mark.parametrize("page", [2, 10_000, 10_001, 10**9, 0, -1])
def test_a_page_beyond_all_has_the_number_and_no_results(shelf, page):
    shelf.put("it", "دليل", "خطة العمل ١٢")
    indexing.rebuild()
    began = time.process_time()
    found = find(text="خطة", tokens=["everyone"], page=page, page_size=100)
    assert time.process_time() - began < 1
    assert (found.total, len(found.hits), found.next_page) == (1, 1 if page < 2 else 0, None)


def test_what_is_odd_in_a_question_hides_no_word_beside_it(shelf):
    """Within the bounds: what stands beyond them is not read."""
    shelf.put("it", "دليل", "خطة العمل")
    shelf.put("other", "دليل", "محضر الجلسة")
    indexing.rebuild()
    for text in (
        "* خطة ?",
        "خطة*",
        "«خطة",
        "لون:أحمر خطة",
        "\u202eخ\u200bطة",
        "خطة -محضر",
        "خطة AND (",
        "خُ\u0301\u0316طة",
    ):
        assert [hit.id for hit in find(text=text, tokens=["everyone"]).hits] == ["guide:it"], text


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

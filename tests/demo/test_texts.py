"""What was written in Markdown stands on the pages word for word."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from exchange.demo import markdown, reading
from exchange.demo.markdown import NotSupportedError
from exchange.library.blocks import ChapterBlocks
from exchange.pages.blocks import RICH_TEXT, TextBlocks

WORKS = {f"{work.fields['slug']}.{work.language}": work for work in reading.works()}
PAGES = {f"{page.name}.{page.language}": page for page in reading.pages()}


def words(text):
    return re.findall(r"\w+", text)


def source_words(text):
    return sorted(words(re.sub(r"\]\([^)]*\)|^\d+\. ", " ", text, flags=re.MULTILINE)))


def shown_words(stream):
    """Every word of the values of a stream, whatever block it stands in."""
    if isinstance(stream, dict):
        return [word for key, value in stream.items() if key != "type" for word in shown_words(value)]
    if isinstance(stream, list):
        return [word for value in stream for word in shown_words(value)]
    return words(BeautifulSoup(stream.replace("</", " </"), "html.parser").get_text())


def rich_texts(stream):
    for chapter in stream:
        for block in chapter["value"]["text"]:
            if block["type"] == "paragraph":
                yield block["value"]
            elif block["type"] == "note":
                yield block["value"]["text"]


@pytest.mark.parametrize("name", WORKS)
def test_a_work_loses_no_word_on_its_way_into_chapters(name):
    assert sorted(shown_words(markdown.chapters(WORKS[name].text))) == source_words(WORKS[name].text)


@pytest.mark.parametrize("name", WORKS)
def test_a_work_is_what_an_editor_could_have_saved(name):
    stream = markdown.chapters(WORKS[name].text)
    ChapterBlocks().clean(ChapterBlocks().to_python(stream))
    editor = ContentstateConverter(RICH_TEXT)
    for html in rich_texts(stream):
        saved = editor.to_database_format(editor.from_database_format(html))
        assert re.sub(r' data-block-key="\w+"', "", saved) == html


@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_loses_no_word_either(name):
    stream = markdown.blocks(PAGES[name].text)
    assert sorted(shown_words(stream)) == source_words(PAGES[name].text)
    TextBlocks().clean(TextBlocks().to_python(stream))


def test_both_sides_of_a_work_have_the_same_chapters_and_attachments():
    for name, english in WORKS.items():
        if english.language == "en":
            arabic = WORKS[name.replace(".en", ".ar")]
            assert len(markdown.chapters(english.text)) == len(markdown.chapters(arabic.text)), name
            files = [
                [(one["source"], one["format"]) for one in side.fields["attachments"]]
                for side in (english, arabic)
            ]
            assert files[0] == files[1], name


def test_a_note_takes_its_title_from_the_strong_word_before_a_colon():
    (note,) = markdown.blocks("> **مثال:** ثلاثة <أسطر> & أكثر.")
    assert note == {
        "type": "note",
        "value": {"title": "مثال", "text": "<p>ثلاثة &lt;أسطر&gt; &amp; أكثر.</p>"},
    }


def test_paragraphs_and_lists_that_follow_each_other_are_one_block():
    stream = markdown.blocks(
        "أول **مهم**.\n\n- واحد\n- [اثنان](https://a.example/?b=1&c=2)\n\n### عنوان\n\n1. ثالث"
    )
    assert stream == [
        {
            "type": "paragraph",
            "value": "<p>أول <b>مهم</b>.</p><ul><li>واحد</li>"
            '<li><a href="https://a.example/?b=1&amp;c=2">اثنان</a></li></ul>',
        },
        {"type": "subheading", "value": "عنوان"},
        {"type": "paragraph", "value": "<ol><li>ثالث</li></ol>"},
    ]


@pytest.mark.parametrize("text", ["```\nx\n```", "- a\n  - b", "![](x.png)", "<b>x</b>", "# x\n\n---"])
def test_what_no_reader_can_show_is_refused(text):
    with pytest.raises(NotSupportedError):
        markdown.blocks(text)

"""What becomes of Markdown, and of what tries to be more than that."""

import time
from html.parser import HTMLParser

import pytest

from exchange.forum.actions.words import language_of, says_something, to_html, to_text
from exchange.forum.models import POST_LIMIT

ALLOWED = {
    *(
        "p",
        "br",
        "strong",
        "em",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "hr",
        "h4",
        "h5",
        "h6",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"dir", "href", "title", "rel", "start"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("سطر\nوسطر", '<p dir="auto">سطر<br>\nوسطر</p>\n'),
        ("**مهم** و*مائل*", '<p dir="auto"><strong>مهم</strong> و<em>مائل</em></p>\n'),
        ("# عنوان", '<h4 dir="auto">عنوان</h4>\n'),
        ("## فرعي", '<h5 dir="auto">فرعي</h5>\n'),
        ("- QGIS نبدأ به\n- b", '<ul dir="rtl">\n<li>QGIS نبدأ به</li>\n<li>b</li>\n</ul>\n'),
        (
            "1. one\n   - اثنان\n2. three and more",
            '<ol dir="ltr">\n<li>one\n<ul dir="rtl">\n<li>اثنان</li>\n</ul>\n</li>\n<li>three and more</li>\n</ol>\n',
        ),
        ("> قيل", '<blockquote dir="auto">\n<p dir="auto">قيل</p>\n</blockquote>\n'),
        ("~~ملغى~~", '<p dir="auto"><s>ملغى</s></p>\n'),
        ("<b>لا</b>", '<p dir="auto">&lt;b&gt;لا&lt;/b&gt;</p>\n'),
    ],
)
def test_markdown_becomes_html_in_which_every_block_finds_its_direction(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("انظر https://molg.pna.ps/دليل، ثم", "https://molg.pna.ps/%D8%AF%D9%84%D9%8A%D9%84", "، ثم"),
        ("(https://example.org/a?b=1&c=2)", "https://example.org/a?b=1&amp;c=2", ")"),
        ("https://example.org/.", "https://example.org/", "."),
    ],
)
def test_a_bare_address_becomes_a_link_without_the_signs_after_it(text, address, rest):
    html = to_html(text)
    assert f'<a href="{address}" dir="ltr" rel="nofollow ugc noopener">' in html
    assert html.endswith(f"</a>{rest}</p>\n")


def test_an_address_in_code_or_in_a_link_is_left_alone():
    assert to_html("`https://example.org`").count("<a ") == 0
    assert to_html("[الوزارة](https://example.org)").count("<a ") == 1


def test_a_picture_from_elsewhere_is_a_link_and_asks_nobody():
    assert "<img" not in to_html("![صورة](https://evil.example/pixel.png)")


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '[x](https://e.org "onmouseover=alert(1)")',
    '[x](https://e.org" onmouseover="alert(1))',
    "[a]: javascript:alert(1)\n\n[a]",
    "```html\n<script>alert(1)</script>\n```",
    "<iframe src=//e.org></iframe>",
    "<style>*{display:none}</style>",
    "<a href=javascript:alert(1)>x</a>",
    "| <b>a</b> |\n|---|\n| [x](javascript:1) |",
    "https://e.org/<script>",
    'https://e.org/"onmouseover="alert(1)',
    "<form action=//e.org><input name=password>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


class Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_leaves_only_harmless_parts(text):
    parts = Parts()
    parts.feed(to_html(text))
    assert parts.tags <= ALLOWED
    assert parts.attributes <= ATTRIBUTES
    assert [one for one in parts.addresses if not one.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * POST_LIMIT,
        "*a " * (POST_LIMIT // 3),
        ">" * POST_LIMIT,
        "`" * (POST_LIMIT - 1) + "a",
        "![" * (POST_LIMIT // 2),
        "- " * (POST_LIMIT // 2),
        "<a " * (POST_LIMIT // 3),
        "|a" * (POST_LIMIT // 2) + "\n" + "|-" * 2,
        "https://" * (POST_LIMIT // 8),
        "a](" * (POST_LIMIT // 3),
        "~~" * (POST_LIMIT // 2),
    ],
)
def test_no_text_of_a_posts_length_takes_long(text):
    started = time.perf_counter()
    to_html(text[:POST_LIMIT])
    # A second is far above what any of them takes on a slow machine; what explodes takes minutes.
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("نعم", True),
        ("👍", True),
        ("؟", True),
        ("7", True),
        ("", False),
        ("\u202e\u200b", False),
        ("ُ", False),
    ],
)
def test_what_can_be_seen_is_said(text, is_said):
    assert says_something(text) is is_said


def test_plain_words_for_search_and_mails():
    assert to_text(to_html("**أولًا** & [رابط](https://e.org) <b>")) == "أولًا  &  رابط  <b>"


@pytest.mark.parametrize(
    ("text", "language"),
    [("كيف نستعمل QGIS؟", "ar"), ("How do we use GIS?", "en"), ("2026", "ar"), ("", "ar")],
)
def test_the_language_is_that_of_most_letters(text, language):
    assert language_of(text) == language

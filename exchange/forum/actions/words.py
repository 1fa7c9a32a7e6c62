"""What people write: Markdown, which becomes safe HTML once, when it is written."""

import re
import unicodedata
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exchange.design.lists import direct

TAGS = {
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
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
BLOCKS = ("p", "blockquote", "h4", "h5", "h6")
WHOLES = ("ul", "ol", "table")
SCHEMES = {"http", "https", "mailto", "tel"}
# The author's name is a heading of level 3: what a post calls a heading stands below it.
HEADINGS = {"h1": "h4", "h2": "h5"}
ADDRESS = re.compile(r"https?://[^\s<>\"'«»]+")
# What ends a sentence does not belong to the address before it.
AFTER_ADDRESS = ".,;:!?،؛؟)]}»\"'*_~"


def _linked(text: str) -> list[Token]:
    """The text as tokens, in which bare addresses have become links."""
    tokens, place = [], 0
    for found in ADDRESS.finditer(text):
        address = found.group().rstrip(AFTER_ADDRESS)
        start, end = found.start(), found.start() + len(address)
        if not markdown.validateLink(address):
            continue
        if start > place:
            tokens.append(_text(text[place:start]))
        tokens += [
            Token("link_open", "a", 1, attrs={"href": markdown.normalizeLink(address), "dir": "ltr"}),
            _text(address),
            Token("link_close", "a", -1),
        ]
        place = end
    if place < len(text):
        tokens.append(_text(text[place:]))
    return tokens


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _settle(state) -> None:
    """Lower the headings, direct the lists, and make links of the bare addresses outside of links and code."""
    direct(state.tokens)
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, "h6")
        if token.type != "inline" or "http" not in token.content:
            continue
        children, depth = [], 0
        for child in token.children:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            is_plain = child.type == "text" and not depth and "http" in child.content
            children += _linked(child.content) if is_plain else [child]
        token.children = children


# Raw HTML stays text; pictures from elsewhere would tell their server who reads.
markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
markdown.enable(["table", "strikethrough"]).disable("image")
markdown.core.ruler.push("settle", _settle)


def to_html(text: str) -> str:
    """Safe HTML from Markdown as a person typed it; every block finds its own direction, and a list has one."""
    return nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href", "title", "dir"}} | {tag: {"dir", "start"} for tag in WHOLES},
        set_tag_attribute_values={tag: {"dir": "auto"} for tag in BLOCKS} | {"pre": {"dir": "ltr"}},
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
    )


def to_text(html: str) -> str:
    """The bare words of a post, for search and mails."""
    return unescape(re.sub(r"<[^>]+>", " ", html)).strip()


# They count as letters or signs, and show nothing.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"


def says_something(text: str) -> bool:
    """Whether anything of the text can be seen: not only spaces, marks and characters of no width."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANKS for sign in text)


def language_of(text: str) -> str:
    """`ar` or `en`: the language that most letters of the text belong to; Arabic where there are none."""
    arabic = sum("\u0600" <= sign <= "\u06ff" for sign in text)
    latin = sum("a" <= sign <= "z" for sign in text.lower())
    return "en" if latin > arabic else "ar"

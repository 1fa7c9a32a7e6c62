"""What this room makes of its rows: HTML of descriptions, and the list of registrations as a spreadsheet."""

import io
import re
import unicodedata
from collections.abc import Iterable

import nh3
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from exchange.design.lists import direct
from exchange.workshops.models import Registration

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr", "code", "pre"}
BLOCKS = {"paragraph_open", "heading_open", "blockquote_open"}
# The page and the section have the headings above these.
HEADINGS = {"h1": "h3", "h2": "h3"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


def description_html(markdown: str) -> SafeString:
    """Markdown as safe HTML; each block takes the direction of its own text, and a list has one."""
    tokens = _markdown.parse(markdown)
    direct(tokens)
    for token in tokens:
        if token.type in BLOCKS:
            token.attrSet("dir", "auto")
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, "h4")
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start", "dir"}}
        | {tag: {"dir"} for tag in ("p", "h3", "h4", "ul", "blockquote")},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(html)  # noqa: S308  (nh3 has cleaned it)


# A sheet takes text that begins like this for a formula, once it is saved as CSV or typed over.
FORMULA = re.compile(r"[=+\-@|\t\r\n＝＋－＠｜]")
WIDTHS = (6, 28, 30, 24, 18, 30, 20, 18)


def registrations_xlsx(registrations: Iterable[Registration]) -> bytes:
    """The list as a workbook, from right to left where the language is. Everything that a person typed is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Registrations")[:31])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([heading_cell(sheet, title) for title in _titles()])
    for registration in registrations:
        sheet.append(_row(sheet, registration))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _titles() -> list[str]:
    return [
        _("Order"),
        _("Name"),
        _("Local authority"),
        _("Position"),
        _("Phone"),
        _("E-mail"),
        _("State"),
        _("Registered at"),
    ]


def _row(sheet: WriteOnlyWorksheet, registration: Registration) -> list:
    person = registration.person
    profile = getattr(person, "profile", None)
    return [
        registration.number,
        text_cell(sheet, person.name),
        text_cell(sheet, str(profile.authority) if profile and profile.authority else ""),
        text_cell(sheet, profile.position if profile else ""),
        text_cell(sheet, profile.phone.as_international if profile and profile.phone else ""),
        text_cell(sheet, person.email),
        text_cell(sheet, registration.get_state_display()),
        text_cell(sheet, timezone.localtime(registration.registered_at).strftime("%Y-%m-%d %H:%M")),
    ]


def heading_cell(sheet: WriteOnlyWorksheet, title: str) -> WriteOnlyCell:
    """A cell with these words in bold."""
    cell = text_cell(sheet, title)
    cell.font = Font(bold=True)
    return cell


def text_cell(sheet: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    """A cell that holds these words and is nothing else, however they begin."""
    words = ILLEGAL_CHARACTERS_RE.sub("", words)
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(readingOrder=0)
    cell.quotePrefix = looks_like_formula(words)
    return cell


def looks_like_formula(words: str) -> bool:
    """Whether a spreadsheet could take the words for a formula: past spaces, quotes and invisible marks too."""
    for sign in words:
        if FORMULA.match(sign):
            return True
        if not (sign.isspace() or sign in "'\"" or unicodedata.category(sign) in ("Cf", "Cc", "Mn")):
            return False
    return False

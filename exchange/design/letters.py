"""Letters: mails in the look of the site, right-to-left where the language is, with a plain text twin."""

import re
import unicodedata
from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)
RIGHT_TO_LEFT_MARK = "\u200f"
SUBJECT_LENGTH = 200
# Marks, embeddings, overrides and isolates: what they turn round, a reader cannot see.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# These two alone turn nothing round outside of themselves, when each that opens is closed. The mark behind the first
# says that the words run from right to left, where their first letter would say otherwise.
_OPENS, _CLOSES = "\u2068", "\u2069"
_ISOLATED = re.compile(f"{_OPENS}({RIGHT_TO_LEFT_MARK}?)([^{_OPENS}{_CLOSES}]*){_CLOSES}")
_ADDRESS = re.compile(r"https?://[^\s<]+")
PEEK_LENGTH = 140


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the direction of most of its letters."""

    text: str
    direction: str


def compose(
    *,
    to: str,
    subject: str,
    text: str = "",
    url: str = "",
    button: str = "",
    note: str = "",
    message_id: str = "",
    calendar: bytes | None = None,
    calendar_method: str = "REQUEST",
) -> EmailMultiAlternatives:
    """A letter in the active language, ready to be sent.

    `text` is plain, with empty lines between paragraphs; `url` is a path of the site or a whole address, where the one
    button leads; `note` stands small at the foot; `calendar` is an .ics, offered as an invitation and as a file.
    """
    subject = clean_subject(subject)
    said = paragraphs(text)
    context = {
        "subject": subject,
        "paragraphs": said,
        "peek": _peek(said[0].text if said else note),
        "url": absolute(url) if url else "",
        "button": button or _("Open"),
        "note": note,
    }
    letter = envelope(
        to=to,
        subject=subject,
        text=render_to_string("mail/notice.txt", context),
        html=render_to_string("mail/notice.html", context),
        message_id=message_id,
    )
    if calendar is not None:
        letter.attach_alternative(calendar.decode(), f"text/calendar; method={calendar_method}")
        letter.attach("invitation.ics", calendar, "application/ics")
    return letter


def envelope(*, to: str, subject: str, text: str, html: str, message_id: str = "") -> EmailMultiAlternatives:
    """A mail of ready texts, with the sender and the headers that all our mails have, in the active language."""
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    letter = EmailMultiAlternatives(
        clean_subject(subject),
        text,
        formataddr((own_name or _("Local Authorities Exchange"), address)),
        [to],
        headers={
            # Nobody's "I am on leave" is to answer: the first asks servers by the standard, the second Exchange.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": get_language() or "ar",
            "Message-ID": message_id or make_msgid(domain=host()),
        },
    )
    letter.attach_alternative(html, "text/html")
    return letter


def inline(html: str) -> str:
    """The mail's HTML with its styles written into the elements: many readers of mail drop the rest.

    Names that were shut off with `isolated` stand in `<bdi>`.
    """
    head, body, rest = html.partition("<body")
    return _INLINER.inline(_without_isolates(head) + body + _ISOLATED.sub(_bdi, rest))


def isolated(text) -> str:
    """Somebody's words for the middle of a sentence: shut off where their letters would pull at its order.

    Words in the script of the active language stay as they are.
    """
    plain = "".join(sign for sign in str(text) if sign not in _TURNING)
    ways = [unicodedata.bidirectional(sign) for sign in plain]
    others = ("L",) if get_language_bidi() else ("R", "AL", "AN")
    if not any(way in others for way in ways):
        return plain
    first = next(way for way in (*ways, "AN") if way in ("L", "R", "AL", "AN"))
    mark = RIGHT_TO_LEFT_MARK if first == "L" and _direction(plain) == "rtl" else ""
    return f"{_OPENS}{mark}{plain}{_CLOSES}"


def with_addresses_apart(html: str) -> str:
    """Escaped text in which web addresses run from left to right, whatever stands around them."""
    return _ADDRESS.sub(r'<bdi dir="ltr">\g<0></bdi>', html)


def absolute(url: str) -> str:
    """The whole address of a path of the site; addresses that are whole already stay."""
    return settings.BASE_URL + url if url.startswith("/") else url


def clean_subject(text: str) -> str:
    """One line without characters that control lines or turn words round, cut after SUBJECT_LENGTH characters."""
    line = " ".join(text.split())
    return _closed("".join(sign for sign in line if _is_of_a_line(sign))[:SUBJECT_LENGTH])


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, without characters that turn the text around."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    clean = (
        _closed("".join(sign for sign in part if sign == "\n" or _is_harmless(sign)).strip())
        for part in parts
    )
    return [Paragraph(part, _direction(part)) for part in clean if part]


def mark_lines(text: str) -> str:
    """A plain text without needless space, in which lines of Arabic that begin with Latin or digits run as the rest."""
    lines = [line.strip() for line in re.sub(r"\n\s*\n", "\n\n", text.strip()).splitlines()]
    if get_language_bidi():
        lines = [RIGHT_TO_LEFT_MARK + line if _begins_otherwise(line) else line for line in lines]
    return "\n".join(lines) + "\n"


def host() -> str:
    """The host that Message-IDs name."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _is_harmless(sign: str) -> bool:
    if sign in (_OPENS, _CLOSES, RIGHT_TO_LEFT_MARK):
        return True
    return sign not in _TURNING and unicodedata.category(sign) not in ("Cc", "Cs")


def _is_of_a_line(sign: str) -> bool:
    return sign in (_OPENS, _CLOSES, RIGHT_TO_LEFT_MARK) or unicodedata.category(sign) not in (
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    )


def _closed(text: str) -> str:
    """The text with those isolates alone that open and close, and no marks but theirs; its end closes what is open."""
    kept, open_ones = [""], 0
    for sign in text:
        if (sign == _CLOSES and not open_ones) or (sign == RIGHT_TO_LEFT_MARK and kept[-1] != _OPENS):
            continue
        open_ones += (sign == _OPENS) - (sign == _CLOSES)
        kept.append(sign)
    return "".join(kept) + _CLOSES * open_ones


def _without_isolates(text: str) -> str:
    return "".join(sign for sign in text if sign not in _TURNING)


def _bdi(found: re.Match) -> str:
    return f'<bdi dir="rtl">{found[2]}</bdi>' if found[1] else f"<bdi>{found[2]}</bdi>"


def _peek(text: str) -> str:
    """The beginning of a text, as lists of mails show it beside the subject: whole words of one line."""
    line = _without_isolates(" ".join(text.split()))
    return line if len(line) <= PEEK_LENGTH else f"{line[:PEEK_LENGTH].rsplit(' ', 1)[0]} …"


def _begins_otherwise(line: str) -> bool:
    """Whether the first sign that has a direction, or counts as a digit, is not right-to-left."""
    signs = (unicodedata.bidirectional(sign) for sign in line)
    return next((one for one in signs if one in ("R", "AL", "L", "EN", "AN")), "R") not in ("R", "AL")


def _direction(text: str) -> str:
    """The way most of the letters run, web addresses left out; an Arabic one says as much as two Latin ones."""
    letters = [unicodedata.bidirectional(sign) for sign in _ADDRESS.sub("", text)]
    right = sum(one in ("R", "AL") for one in letters)
    left = sum(one == "L" for one in letters)
    if not right and not left:
        return "rtl" if get_language_bidi() else "ltr"
    return "rtl" if right * 2 >= left else "ltr"

"""Letters: mails in the look of the site, right-to-left where the language is, with a plain text twin."""

import re
import unicodedata
from dataclasses import dataclass
from email.utils import formataddr
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
    context = {
        "subject": subject,
        "paragraphs": paragraphs(text),
        "url": absolute(url) if url else "",
        "button": button or _("Open"),
        "note": note,
    }
    letter = EmailMultiAlternatives(
        subject,
        render_to_string("mail/notice.txt", context),
        formataddr((_("Local Authorities Exchange"), settings.DEFAULT_FROM_EMAIL)),
        [to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": get_language() or "ar"},
    )
    if message_id:
        letter.extra_headers["Message-ID"] = message_id
    letter.attach_alternative(render_to_string("mail/notice.html", context), "text/html")
    if calendar is not None:
        letter.attach_alternative(calendar.decode(), f"text/calendar; method={calendar_method}")
        letter.attach("invitation.ics", calendar, "application/ics")
    return letter


def inline(html: str) -> str:
    """The mail's HTML with its styles written into the elements: many readers of mail drop the rest."""
    return _INLINER.inline(html)


def absolute(url: str) -> str:
    """The whole address of a path of the site; addresses that are whole already stay."""
    return settings.BASE_URL + url if url.startswith("/") else url


def clean_subject(text: str) -> str:
    """One line without characters that control lines or directions, cut after SUBJECT_LENGTH characters."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp"))[
        :SUBJECT_LENGTH
    ]


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, without characters that turn the text around."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    clean = ("".join(sign for sign in part if sign == "\n" or _is_harmless(sign)).strip() for part in parts)
    return [Paragraph(part, _direction(part)) for part in clean if part]


def mark_lines(text: str) -> str:
    """A right-to-left text in which lines that begin with Latin letters or digits stay right-to-left."""
    if not get_language_bidi():
        return text.strip() + "\n"
    lines = (line.strip() for line in text.strip().splitlines())
    return "\n".join(RIGHT_TO_LEFT_MARK + line if _begins_otherwise(line) else line for line in lines) + "\n"


def host() -> str:
    """The host that Message-IDs name."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _is_harmless(sign: str) -> bool:
    return sign not in _TURNING and unicodedata.category(sign) not in ("Cc", "Cs")


def _begins_otherwise(line: str) -> bool:
    """Whether the first sign that has a direction, or counts as a digit, is not right-to-left."""
    signs = (unicodedata.bidirectional(sign) for sign in line)
    return next((one for one in signs if one in ("R", "AL", "L", "EN", "AN")), "R") not in ("R", "AL")


def _direction(text: str) -> str:
    letters = [unicodedata.bidirectional(sign) for sign in text]
    right = sum(one in ("R", "AL") for one in letters)
    left = sum(one == "L" for one in letters)
    if right == left:
        return "rtl" if get_language_bidi() else "ltr"
    return "rtl" if right > left else "ltr"

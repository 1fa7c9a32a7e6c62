"""What PDFs do to Arabic, undone as far as it can be."""

import re
import unicodedata

from search.arabic.normalise import BIDI_CONTROLS

_DROPPED = BIDI_CONTROLS | {0x0640: None}

_NUMBER = re.compile(r"[٠-٩]+(?:[٫٬][٠-٩]+)*|[۰-۹]+(?:[٫٬][۰-۹]+)*")

# Spaces get lost where the direction of writing changes, and a ة can only end a word.
_BORDERS = (
    re.compile(r"(?<=[ء-ي])(?=[A-Za-z0-9٠-٩۰-۹])"),
    re.compile(r"(?<=[A-Za-z0-9٠-٩۰-۹])(?=[ء-ي])"),
    re.compile(r"(?<=ة)(?=[ء-ي])"),
)


def plain(text: str) -> str:
    """Letters instead of presentation forms; without tatweel and direction controls."""
    return unicodedata.normalize("NFKC", text).translate(_DROPPED)


def mend(text: str, *, turned: bool = True) -> str:
    """Plain letters, numbers the right way round, spaces between scripts.

    `turned` says that the reader gives Arabic numbers from right to left, separators included, as pypdf does.
    """
    text = plain(text)
    if turned:
        text = _NUMBER.sub(lambda it: it.group()[::-1], text)
    for border in _BORDERS:
        text = border.sub(" ", text)
    return re.sub(r"[ \t]+", " ", text).strip()

"""What PDFs do to Arabic, undone as far as it can be."""

import re
import unicodedata

from search.arabic.normalise import BIDI_CONTROLS

_DROPPED = BIDI_CONTROLS | {0x0640: None}

# Digits come out in the order of the line, from right to left; the separators within a number with them.
_NUMBER = re.compile(r"[٠-٩]+(?:[٫٬][٠-٩]+)*|[۰-۹]+(?:[٫٬][۰-۹]+)*")

# Spaces get lost where the direction of writing changes, and a ة can only end a word.
_BORDERS = (
    re.compile(r"(?<=[ء-ي])(?=[A-Za-z0-9٠-٩۰-۹])"),
    re.compile(r"(?<=[A-Za-z0-9٠-٩۰-۹])(?=[ء-ي])"),
    re.compile(r"(?<=ة)(?=[ء-ي])"),
)


def mend(text: str) -> str:
    """Letters instead of presentation forms, numbers the right way round, spaces between scripts."""
    text = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    text = _NUMBER.sub(lambda number: number.group()[::-1], text)
    for border in _BORDERS:
        text = border.sub(" ", text)
    return re.sub(r"[ \t]+", " ", text).strip()

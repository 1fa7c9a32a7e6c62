"""Arabic is stored in the order of reading and shown from right to left; here what was shown is read back."""

import re
import unicodedata
from collections import Counter

_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
ARABIC = re.compile(
    r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdff\ufe70-\ufefc]"
)
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# What runs from left to right in a line of Arabic: Latin words with what stands between them, and numbers.
_FORWARD = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufefc]*[A-Za-z0-9\u00c0-\u024f])?"
    r"|[0-9]+(?:[.,:/-]?[0-9]+)*%?|[٠-٩۰-۹]+(?:[.,:/٫٬][٠-٩۰-۹]+)*"
)
# What runs from right to left in a line of Latin letters: Arabic words with what stands between them.
_BACKWARD = re.compile(f"{ARABIC.pattern}(?:[^A-Za-z]*{ARABIC.pattern})?")
_FORM = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")


def as_written(seen: str, *, in_arabic: bool = True) -> str:
    """A line in the order of reading, from its letters from left to right, on a page that is mostly `in_arabic`."""
    letters = len(ARABIC.findall(seen))
    if letters and (in_arabic or letters > len(LATIN.findall(seen))):
        return _backward(seen)
    return _BACKWARD.sub(lambda run: _backward(run.group()), seen)


def _backward(seen):
    written, end = [], len(seen)
    for run in reversed(list(_FORWARD.finditer(seen))):
        written += [seen[run.end() : end][::-1].translate(_MIRRORED), run.group()]
        end = run.start()
    return "".join(written) + seen[:end][::-1].translate(_MIRRORED)


def unturned(line: str) -> str:
    """A line in the order of reading, whichever way round it is: the forms of its letters tell.

    Text that was copied out of a PDF may stand in a document as it was shown. Where letters are stored as
    presentation forms, a word that begins with the form of an end was turned round.
    """
    if not _FORM.search(line):
        return line
    votes: Counter[bool] = Counter()
    for word in line.split():
        forms = [unicodedata.decomposition(letter).partition(" ")[0] for letter in _FORM.findall(word)]
        if len(forms) > 1:
            votes[True] += (forms[0] == "<final>") + (forms[-1] == "<initial>")
            votes[False] += (forms[0] == "<initial>") + (forms[-1] == "<final>")
    return as_written(line) if votes[True] > votes[False] else line

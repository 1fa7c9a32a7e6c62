"""One letter, one form: what spelling, keyboards and file formats vary, made equal."""

import unicodedata

# What stands inside a word without being a letter of it: accents, short vowels, tatweel, joiners, direction marks.
INVISIBLE_RANGES = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u0674\u06d6-\u06ed"
    "\u08ca-\u08ff\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)

BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# Letters that no Unicode decomposition joins. Hamza carriers are not here: NFKD takes their hamza off.
_LETTERS = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه",
    "ھ": "ه", "ە": "ه", "ۃ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "پ": "ب", "چ": "ج",
    "ژ": "ز", "ڤ": "ف", "ڥ": "ف", "ڢ": "ف", "ڨ": "ق", "ڧ": "ق", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ں": "ن",
    "٫": ".", "٬": ",",
}  # fmt: skip


def _ranges(text):
    points, index = set(), 0
    while index < len(text):
        if text[index + 1 : index + 2] == "-":
            points.update(range(ord(text[index]), ord(text[index + 2]) + 1))
            index += 3
        else:
            points.add(ord(text[index]))
            index += 1
    return points


_INVISIBLE = _ranges(INVISIBLE_RANGES)


class _Folding(dict):
    """A table for `str.translate` that learns each character when it first sees it.

    Folding looks at one character at a time on purpose: the cost grows with the length of the text and nothing
    else (canonical ordering of a million combining marks would grow with its square), and every letter of the
    result can be traced to the letter as written.
    """

    def __missing__(self, point):
        if point in _INVISIBLE:
            folded = ""
        elif 0xD800 <= point <= 0xDFFF or point < 0x20:
            folded = " "
        else:
            folded = "".join(self._letter(c) for c in unicodedata.normalize("NFKD", chr(point)))
        self[point] = folded
        return folded

    @staticmethod
    def _letter(character):
        if ord(character) in _INVISIBLE:
            return ""
        if character in _LETTERS:
            return _LETTERS[character]
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            return str(digit)
        # Casefolding may decompose again (İ becomes i and a dot).
        return "".join(c for c in character.casefold() if ord(c) not in _INVISIBLE)


_FOLDING = _Folding()


def normalise(text: str) -> str:
    """The text in the letters that are compared: hamza, taa marbuta, digits, case, accents folded."""
    return text.translate(_FOLDING)


def clean(text: str) -> str:
    """The text as it can be stored and shown: without NUL and other controls, without halves of characters."""
    return text.translate(_UNSTORABLE).encode("utf-8", "replace").decode("utf-8")


_UNSTORABLE = {point: " " for point in range(0x20) if chr(point) not in "\t\n\r"} | {0x7F: " "}

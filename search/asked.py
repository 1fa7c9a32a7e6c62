"""What a person asks: words, "phrases", −without, and filters such as «نوع:دليل», read from one line of text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from search.arabic import analysis
from search.arabic.normalise import clean, normalise
from search.arabic.words import Word, words

MOST_LETTERS = 300  # of the query as written; more is cut
MOST_WORDS = 16
_READ_AT_MOST = 20_000  # characters looked at before invisible ones are dropped

_QUOTED = r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]'
# What a filter's value is called by people -> the value, "" where nothing is called so; asked with the filter's name.
Names = Callable[[str, str], str]

# A piece begins after a space, or after a quotation mark that is never closed: somebody is still typing.
_PIECE = re.compile(
    rf"(?<![^\s\"«“„])([-−–](?=\S))?(?:([^\W\d_]+):(?=\S))?({_QUOTED}|[^\s\"«“„]+)|({_QUOTED})"
)
_MARKS = '"«»“”„'
_NOTHING_SEEN = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def _folded(*names: str) -> list[str]:
    return [normalise(name) for name in names]


_NAMES = {
    "kind": _folded("kind", "type", "نوع", "النوع"),
    "platform": _folded("platform", "منصة", "المنصة"),
    "language": _folded("language", "lang", "لغة", "اللغة"),
    "authority": _folded("authority", "municipality", "هيئة", "الهيئة", "بلدية", "البلدية"),
    "year": _folded("year", "سنة", "السنة", "عام", "العام"),
    "file_type": _folded("file", "filetype", "ملف", "الملف"),
}
_FILTER_NAMES = {name: filter_name for filter_name, names in _NAMES.items() for name in names}

# Words that people use for a value; a value itself and its plain number of letters are understood as they are.
_VALUES = {
    "kind": {
        "guide": _folded("دليل", "الأدلة", "أدلة", "guides"),
        "position-paper": _folded("ورقة", "ورقة موقف", "أوراق", "أوراق موقف", "paper", "position paper"),
        "document": _folded("وثيقة", "وثائق", "مستند", "documents"),
        "workshop": _folded("ورشة", "ورش", "ورشة عمل", "workshops"),
        "discussion": _folded("نقاش", "نقاشات", "سؤال", "discussions"),
        "platform": _folded("منصة", "منصات", "platforms"),
        "person": _folded("شخص", "أشخاص", "عضو", "أعضاء", "people", "member"),
        "innovation": _folded("ابتكار", "ابتكارات", "تجربة", "innovations"),
    },
    "language": {
        "ar": _folded("عربي", "عربية", "العربية", "arabic"),
        "en": _folded("إنجليزي", "إنجليزية", "الإنجليزية", "english"),
    },
    "file_type": {
        "docx": _folded("وورد", "word"),
        "xlsx": _folded("إكسل", "اكسل", "excel"),
        "pptx": _folded("عرض", "باوربوينت", "powerpoint"),
    },
}


@dataclass(frozen=True)
class Narrowed:
    """Where to look. `audience` None means everywhere; an empty audience sees nothing; "" narrows nothing."""

    audience: frozenset[str] | None
    kind: str = ""
    platform: str = ""
    language: str = ""
    year: str = ""
    authority: str = ""
    file_type: str = ""
    without_kind: str = ""
    since: int | None = None  # seconds since 1970, inclusive
    until: int | None = None  # seconds since 1970, exclusive
    without: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Asked:
    """A query as it was understood.

    `written` are the words that are looked for, with their places in `text`; `words` the same without repetition;
    `every` are all its words as they follow each other, those too that nobody looks for ("of", "without").
    `phrases` must stand so, letter for letter; `without` must not. `filters` are what the line itself narrows, and
    `plain` is the line without them.
    """

    text: str = ""
    plain: str = ""
    written: tuple[Word, ...] = ()
    every: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word.text for word in self.written))

    @property
    def empty(self) -> bool:
        """Whether there is nothing that could be looked for."""
        return not (self.written or self.filters or self.without)

    def narrowed(self, within: Narrowed) -> Narrowed:
        """`within` and what the line says; where both narrow the same, the line, which was written last."""
        return replace(within, **dict(self.filters))  # type: ignore[arg-type]


def shortened(text: str) -> str:
    """The query within its bounds: storable, without invisible characters, at most MOST_LETTERS long."""
    return _NOTHING_SEEN.sub("", clean(text[:_READ_AT_MOST]))[:MOST_LETTERS].strip()


def ask(text: str, names: Names | None = None) -> Asked:
    """The query of a person. Anything at all may be asked; what holds no word finds nothing.

    `names` knows how people call the values that only the caller has (platforms, authorities); it is asked with the
    name as `search.arabic.normalise.normalise` folds it.
    """
    text = shortened(text)
    wanted: list[Word] = []
    phrases, without, filters = [], [], {}
    plain, read = "", 0
    for piece in _PIECE.finditer(text):
        minus, name, value, loose = piece.groups()
        value = value or loose
        filter_name = _FILTER_NAMES.get(normalise(name)) if name else None
        if filter_name and not minus and (inner := value.strip(_MARKS).strip()):
            filters[filter_name] = _value(filter_name, inner, names)
            plain, read = plain + text[read : piece.start()], piece.end()
            continue
        start = piece.start() if name and not minus else piece.end() - len(value)
        found = [Word(w.text, w.start + start, w.end + start) for w in words(text[start : piece.end()])]
        row = tuple(word.text for word in found)
        if minus:
            without += [row] if row else []
            continue
        wanted += found
        if value[0] in _MARKS and len(row) > 1:
            phrases.append(row)
    return Asked(
        text=text,
        plain=" ".join((plain + text[read:]).split()),
        written=_telling(wanted[:MOST_WORDS]),
        every=tuple(word.text for word in wanted[:MOST_WORDS]),
        phrases=tuple(dict.fromkeys(phrases))[:MOST_WORDS],
        without=tuple(dict.fromkeys(without))[:MOST_WORDS],
        filters=tuple(filters.items()),
    )


def _telling(found: list[Word]) -> tuple[Word, ...]:
    kept = set(analysis.telling([word.text for word in found]))
    return tuple(word for word in found if word.text in kept)


def _value(name: str, written: str, names: Names | None) -> str:
    folded = normalise(written)
    for value, ways in _VALUES.get(name, {}).items():
        if folded in (value, *ways):
            return value
    if names and (named := names(name, folded)):
        return named
    return folded if name in ("year", "file_type") else written

"""Short texts that stand in two columns, `name_ar` and `name_en`."""

from dataclasses import dataclass

from django.utils.translation import get_language

DIRECTIONS = {"ar": "rtl", "en": "ltr"}


@dataclass(frozen=True)
class Text:
    """A text with the language that it is really in; `is_fallback` says that another one was asked for."""

    words: str
    language: str
    is_fallback: bool

    @property
    def direction(self) -> str:
        return DIRECTIONS[self.language]

    def __str__(self) -> str:
        return self.words


class Bilingual:
    """For models with paired columns: `thing.text("name")` in the active language, else in the other one."""

    def text(self, field: str, language: str | None = None) -> Text:
        """The field in `language` (the active one when not given), falling back to the side that is filled."""
        asked = language or get_language() or "ar"
        asked = asked if asked in DIRECTIONS else "ar"
        words = getattr(self, f"{field}_{asked}")
        if words:
            return Text(words, asked, False)
        other = "en" if asked == "ar" else "ar"
        rest = getattr(self, f"{field}_{other}")
        return Text(rest, other, bool(rest))

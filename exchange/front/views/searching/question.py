"""What the search page is asked: the line and what narrows it, as one thing with one address."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from exchange.finding.naming import names_for
from exchange.front.forms import AdvancedForm, SearchForm
from search.arabic.normalise import normalise
from search.asked import Asked, ask

# How `find` calls what an address calls otherwise.
IN_ADDRESS = {"date_from": "from", "date_to": "to"}
NAMED = ("platform", "authority")
FILTERS = ("kind", "platform", "language", "year", "authority", "file_type", "date_from", "date_to")


@dataclass(frozen=True)
class Question:
    """A question of the page. `words` is the line without filters, `narrowed` all that narrows it, for `find`."""

    words: str
    narrowed: dict[str, Any]
    asked: Asked
    sort: str = ""
    page: int = 1
    is_exact: bool = False  # words that nobody knows are left as they are
    is_explained: bool = False  # it is said why each result stands there, to those who tend the search
    is_advanced: bool = False  # asked by the form that makes the line

    @property
    def line(self) -> str:
        """What is looked for; where there are only filters, one of them in the words of the line."""
        if self.words:
            return self.words
        first = next((name for name in FILTERS if self.narrowed.get(name)), "")
        return f'{first}:"{self.narrowed[first]}"' if first in _SAID else ""

    @property
    def is_empty(self) -> bool:
        return not (self.line or self.narrowed)

    def address(self, **changes) -> str:
        """The query string of this question's first page, with changes by the names that `find` uses."""
        said = {"q": self.words, **self.narrowed, "sort": self.sort, "exact": self.is_exact and "1"}
        said |= {"why": self.is_explained and "1"} | changes
        pairs = [(IN_ADDRESS.get(name, name), value) for name, value in said.items()]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    @cached_property
    def parts(self) -> dict[str, str]:
        """The line taken apart for the fields of the advanced form: `words`, `phrase`, `without`."""
        phrase = _PHRASE.search(self.words)
        rest = self.words.replace(phrase[0], " ", 1) if phrase else self.words
        without = _WITHOUT.findall(rest)
        return {
            "words": " ".join(_WITHOUT.sub(" ", rest).split()),
            "phrase": phrase[1] if phrase else "",
            "without": " ".join(without),
        }

    def without(self, *names: str) -> "Question":
        """The same question, narrowed by less."""
        left = {name: value for name, value in self.narrowed.items() if name not in names}
        return replace(self, narrowed=left, page=1)

    def for_find(self) -> dict[str, Any]:
        """The arguments of `find` but for the person and the text."""
        wanted = self.narrowed | {"page": self.page, "corrects": not self.is_exact}
        sort = self.sort or ("" if self.words else "newest")
        return wanted | ({"sort": sort} if sort else {})


# Filters that a line can name.
_SAID = ("kind", "platform", "language", "year", "authority", "file_type")
_PHRASE = re.compile(r"(?<!\S)[«\"“„]([^«»\"“”„]+)[»\"”“](?!\S)")
_WITHOUT = re.compile(r"(?<!\S)[-−–]([^\s«»\"“”„]+)(?!\S)")


def question_of(request) -> Question:
    """What this request asks. Filters in the line are lifted out of it; they count more than those beside it.

    The fields of the advanced form are read, too: they make the line.
    """
    is_advanced = any(name in request.GET for name in AdvancedForm.PARTS)
    form = (AdvancedForm if is_advanced else SearchForm)(request.GET)
    form.is_valid()
    line = form.line() if isinstance(form, AdvancedForm) else request.GET.get("q", "")
    names = names_for(request.user)
    narrowed = form.narrowed()
    for name in NAMED:
        if not narrowed.get(name, "").isascii():
            narrowed[name] = names(name, normalise(narrowed[name])) or narrowed[name]
    asked = ask(line, names)
    sort, page, exact, why = (narrowed.pop(name, None) for name in ("sort", "page", "exact", "why"))
    return Question(
        words=asked.plain,
        narrowed=_in_order(narrowed | dict(asked.filters)),
        asked=asked,
        sort=sort if sort == "newest" else "",
        page=page or 1,
        is_exact=bool(exact),
        is_explained=bool(why),
        is_advanced=is_advanced,
    )


def _in_order(narrowed: dict) -> dict:
    return {name: narrowed[name] for name in FILTERS if narrowed.get(name)}

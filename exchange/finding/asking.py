"""Searching as one person: the audiences that the database gives them, and what the index may be wrong about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from django.contrib.auth.models import AnonymousUser

from exchange.finding.models import Question, SavedSearch, folded
from exchange.finding.naming import names_for
from exchange.journal.models import Entry
from exchange.journal.tasks import undelivered
from exchange.pages.fragments import LATE
from exchange.platforms.rules import audience_tokens
from search import ranking, sources
from search.arabic.analysis import CONCEPT
from search.asked import Asked, Narrowed, ask
from search.engines import engine
from search.fields import PARTS, words_field
from search.finding import EVERYTHING, Found, find, suggest
from search.query import Best, Clause, Everything, Phrase, Term, Together
from search.results import shown_side
from search.vocabulary.current import vocabulary

LISTENER = "search"
ASKED_BY_SEVERAL = 3  # times, before a question is offered to others
MOST_NEWS = 20  # works of one saved search that are told at once

# What was found out about questions, and the journal's last numbers then.
_open: tuple[tuple, dict[str, bool]] = ((), {})


def find_for(person, text: str, **narrowed) -> Found:
    """A page of results for this person."""
    asked = {"tokens": audience_tokens(person), "person": person, "without": changed_since()}
    return find(text=text, names=names_for(person), **asked, **narrowed)


def suggest_for(person, text: str) -> list[str]:
    """Titles that this person may see and that begin like `text`."""
    return suggest(text=text, tokens=audience_tokens(person), person=person)


def changed_since() -> set[str]:
    """The documents about which the index has not heard the newest fact yet."""
    return _concerned(undelivered(LISTENER))


def new_for(saved: SavedSearch) -> list[str]:
    """The ids of works that have come into a saved search since it was last looked at, best first.

    With the rights that its person has now. A work must hold all that is asked, or every word in common would be
    news; what the person has had a hand in themselves is none.
    """
    asked = ask(saved.text, names_for(saved.person))
    facts = {name: value for name, value in saved.narrowed.items() if name in Narrowed.__dataclass_fields__}
    own = _concerned(
        Entry.objects.filter(by=saved.person, at__gte=saved.since).select_related("subject_type")
    )
    narrowed = _within(saved.person, without=changed_since() | own, since=saved.since, **facts)
    rows, _total = _visible(saved.person, holding(asked), asked.narrowed(narrowed), MOST_NEWS)
    return [row.id for row in rows]


def good_questions(prefix: str, limit: int = 5) -> list[str]:
    """What several people have asked that begins like `prefix`, most asked first: nothing that a visitor may not know.

    A question is offered only while some work that everybody may see holds all of its words, letter for letter: else
    the words of a hidden work would be told to whoever begins to type them.
    """
    start = folded(prefix)
    if not start:
        return []
    known = Question.objects.beginning(start).in_sums(at_least=ASKED_BY_SEVERAL).filter(results__gt=0)
    asked = known.order_by("-asked", "folded")[: limit * 4]
    found = (row["words"] for row in asked if _is_open(row["folded"]))
    return list(islice(found, limit))


def spoken_of(person, forms: Iterable[str], language: str, limit: int = 5) -> tuple[int, list[str]]:
    """How many works that this person may see speak of any of these forms, and the titles of the best of them.

    A form is met in all its shapes, and by the concepts that it belongs to now.
    """
    clauses = tuple(holding(asked) for form in forms if (asked := ask(form)).words)
    if not clauses:
        return 0, []
    rows, total = _visible(person, Best(clauses), _within(person, without=changed_since()), limit)
    return total, [shown_side(row, language)["title"] for row in rows]


def count_all(person) -> int:
    """How many works this person may see."""
    return (
        engine()
        .search(ranking.within(Everything(), _within(person)), sort="relevance", offset=0, limit=1)
        .total
    )


def holding(
    asked: Asked, word: Callable[[str], Clause] = ranking.known, *, by_concept: bool = True
) -> Clause:
    """Documents that hold all that is asked: each word, or with `by_concept` another word for the same thing."""
    found, must, number = asked.words, [], 0
    places = vocabulary().places(found, asked.text) if by_concept else []
    while number < len(found):
        here = [place for place in places if place.start == number]
        length = max((place.length for place in here), default=1)
        concepts = [place.concept for place in here if place.length == length]
        row = Together(must=tuple(word(one) for one in found[number : number + length]))
        must.append(Best((row, *map(_concept, concepts))))
        number += length
    return Together(
        must=(*must, *(_anywhere(phrase) for phrase in asked.phrases)),
        without=tuple(Together(must=tuple(map(ranking.spelt, row))) for row in asked.without),
    )


def _is_open(question: str) -> bool:
    """Whether a visitor may see a work that holds all the words; remembered until anything happens in the network."""
    global _open
    happened = tuple(Entry.objects.order_by("-pk").values_list("pk", "at")[:LATE])
    if _open[0] != happened:
        _open = (happened, {})
    answers = _open[1]
    if question in answers:
        return answers[question]
    asked, visitor, waiting = ask(question), AnonymousUser(), changed_since()
    strict = holding(asked, ranking.spelt, by_concept=False)
    rows, _total = _visible(visitor, strict, _within(visitor, without=waiting), 20)
    is_open = bool(asked.words and rows)
    if not waiting:
        answers[question] = is_open
    return is_open


def _concept(name: str) -> Clause:
    return Best(tuple(Term(words_field(part, CONCEPT), name) for part in PARTS))


def _anywhere(row) -> Clause:
    return Best(tuple(Phrase(words_field(part, "exact"), row) for part in PARTS))


def _within(person, *, since: datetime | None = None, **facts) -> Narrowed:
    tokens = audience_tokens(person)
    return Narrowed(
        audience=None if EVERYTHING in tokens else frozenset(tokens),
        since=int(since.timestamp()) if since else None,
        **(facts | {"without": frozenset(facts.get("without", ()))}),
    )


def _visible(person, clause: Clause, narrowed: Narrowed, limit: int):
    """The best documents that the database lets this person see, and how many there are in all."""
    answer = engine().search(ranking.within(clause, narrowed), sort="relevance", offset=0, limit=limit)
    seen = sources.visible([row.id for row in answer.rows], person)
    rows = [row for row in answer.rows if row.id in seen]
    return rows, answer.total - (len(answer.rows) - len(rows))


def _concerned(entries: Iterable[Entry]) -> set[str]:
    """The documents that these entries may have changed."""
    return {one for entry in entries for source in sources.sources() for one in source.ids_for(entry)}

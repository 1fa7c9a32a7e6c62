"""Searching as one person: the audiences that the database gives them, and what the index may be wrong about."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.contrib.auth.models import AnonymousUser

from exchange.finding.models import Question, SavedSearch, folded
from exchange.finding.naming import names_for
from exchange.journal.models import Entry
from exchange.journal.tasks import undelivered
from exchange.pages.fragments import LATE
from exchange.people import listing
from exchange.platforms.rules import audience_tokens
from search import ranking, sources
from search.asked import Narrowed, ask
from search.finding import EVERYTHING, Found, find, suggest, visible_page
from search.query import Best, Clause, Everything
from search.results import shown_side

LISTENER = "search"
PERSON = "person"
ASKED_BY_SEVERAL = 3  # times, before a question is offered to others
MOST_NEWS = 20  # works of one saved search that are told at once

# What was found out about questions, and the journal's last numbers then.
_open: tuple[tuple, dict[str, bool]] = ((), {})


def find_for(person, text: str, *, page_size: int = 20, **narrowed) -> Found:
    """A page of results for this person; at most twenty of them are people.

    A longer page holds works alone; where only people answer the question, it is cut to twenty.
    """
    asked = {"tokens": audience_tokens(person), "person": person, "without": changed_since()}
    asked |= {"names": names_for(person)} | narrowed
    if page_size > listing.AT_ONCE:
        found = find(text=text, page_size=page_size, **asked | {"without_kind": PERSON})
        if found.total:
            return found
    return find(text=text, page_size=min(page_size, listing.AT_ONCE), **asked)


def list_for(person, text: str, **narrowed) -> Found:
    """The same, where the results are to be shown: the people among them count as listed.

    Who has been shown an hour's measure of people finds works alone. Raises TooManyPeople where nothing else was
    found.
    """
    found = find_for(person, text, **narrowed)
    people = [int(hit.id.partition(":")[2]) for hit in found.hits if hit.kind == PERSON]
    if not people or listing.may_list(person, people):
        return found
    works = find_for(person, text, without_kind=PERSON, **narrowed)
    if not works.total:
        raise listing.TooManyPeople
    return works


def suggest_for(person, text: str) -> list[str]:
    """Titles that this person may see and that begin like `text`; no names of people, who could be collected so."""
    return suggest(text=text, tokens=audience_tokens(person), person=person, without_kind=PERSON)


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
    rows, _total = _visible(saved.person, ranking.holding(asked), asked.narrowed(narrowed), MOST_NEWS)
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
    clauses = tuple(ranking.holding(asked) for form in forms if (asked := ask(form)).words)
    if not clauses:
        return 0, []
    rows, total = _visible(person, Best(clauses), _within(person, without=changed_since()), limit)
    return total, [shown_side(row, language)["title"] for row in rows]


def count_all(person) -> int:
    """How many works this person may see."""
    return _visible(person, Everything(), _within(person), 1)[1]


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
    strict = ranking.holding(asked, ranking.spelt, by_concept=False)
    rows, _total = _visible(visitor, strict, _within(visitor, without=waiting), 20)
    is_open = bool(asked.words and rows)
    if not waiting:
        answers[question] = is_open
    return is_open


def _within(person, *, since: datetime | None = None, **facts) -> Narrowed:
    tokens = audience_tokens(person)
    return Narrowed(
        audience=None if EVERYTHING in tokens else frozenset(tokens),
        since=int(since.timestamp()) if since else None,
        **(facts | {"without": frozenset(facts.get("without", ()))}),
    )


def _visible(person, clause: Clause, narrowed: Narrowed, limit: int):
    """The best documents that the database lets this person see, and how many there are in all."""
    answer, _ = visible_page(clause, narrowed, person, sort="relevance", offset=0, limit=limit)
    return answer.rows, answer.total


def _concerned(entries: Iterable[Entry]) -> set[str]:
    """The documents that these entries may have changed."""
    return {one for entry in entries for source in sources.sources() for one in source.ids_for(entry)}

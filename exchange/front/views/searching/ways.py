"""Where little or nothing was found: what may be tried, who may know, and where to ask."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from exchange.finding.asking import find_for
from exchange.front.views.searching.facets import Labels
from exchange.front.views.searching.question import Question
from exchange.people.listing import may_list
from exchange.people.models import User
from exchange.platforms.models import Platform
from exchange.platforms.templatetags.platforms import audience_of
from search.asked import Asked
from search.spoken import spoken
from search.vocabulary.current import vocabulary

FEW = 3  # results; with less, ways on are shown beside them
MOST_PEOPLE = 3
MOST_NEAR = 3
MOST_TRIED = 5  # further searches that a page without results makes for each sort of way
TITLE = 200  # letters of a discussion's title


def ways_on(request, question: Question, found, labels: Labels) -> dict:
    """Empty where enough was found; else `wider`, `near`, `people` and the address to ask at."""
    if found.total >= FEW or not question.words:
        return {} if found.total else {"wider": _wider(request, question, labels)}
    ways = {"people": _people(request, question), "ask": _ask(request, question)}
    if not found.total:
        ways |= {"wider": _wider(request, question, labels), "near": _near(request, question)}
    return ways


def _wider(request, question: Question, labels: Labels) -> list[dict]:
    """The same search without one of its filters, or without all, and what each would bring."""
    names = list(question.narrowed)[:MOST_TRIED]
    tries = [(labels.of(name, question.narrowed[name]), question.without(name)) for name in names]
    if len(names) > 1:
        tries.append(("", question.without(*question.narrowed)))
    ways = [
        {"label": label, "url": wider.address(), "count": _total(request, wider)}
        for label, wider in tries
        if not wider.is_empty
    ]
    return [way for way in ways if way["count"]]


def _near(request, question: Question) -> list[dict]:
    """Concepts beside those of the question, by the names that find something."""
    ways = []
    for words in _neighbours(question.asked)[:MOST_TRIED]:
        wider = Question(words=words, narrowed={}, asked=question.asked)
        if count := _total(request, wider):
            ways.append({"label": words, "url": wider.address(), "count": count})
    return ways[:MOST_NEAR]


def _neighbours(asked: Asked) -> list[str]:
    known = vocabulary()
    said = [place.concept for place in spoken(asked)]
    near = [
        known.concepts[name]
        for concept in dict.fromkeys(said)
        for name in known.concepts[concept].near
        if name in known.concepts and name not in said
    ]
    is_english = get_language() == "en"
    return list(dict.fromkeys((one.en if is_english and one.en else one.ar)[0] for one in near))


def _total(request, question: Question) -> int:
    return find_for(request.user, question.line, page_size=1, **question.for_find()).total


def _people(request, question: Question) -> list[User]:
    """Members in whose work or expertise the words stand, or what lies beside them."""
    person = request.user
    if not person.is_authenticated or question.narrowed.get("kind") == "person":
        return []
    for words in (question.words, " ".join(_neighbours(question.asked)[:MOST_TRIED])):
        hits = find_for(person, words, kind="person", page_size=MOST_PEOPLE + 1).hits if words else []
        keys = [int(hit.id.partition(":")[2]) for hit in hits]
        if not may_list(person, keys):
            return []
        seen = User.objects.visible_to(person).with_profiles().exclude(pk=person.pk).in_bulk(keys)
        if seen:
            return [seen[key] for key in keys if key in seen][:MOST_PEOPLE]
    return []


def _ask(request, question: Question) -> dict:
    """Where this person opens a discussion with the question as its title; empty for who belongs nowhere."""
    said = {"title": " ".join(question.parts[name] for name in ("words", "phrase")).strip()[:TITLE]}
    person = request.user
    if not person.is_authenticated:
        page = f"{reverse('discussion_new')}?{urlencode(said)}"
        return {"url": f"{reverse('account_login')}?{urlencode({'next': page})}", "is_visitor": True}
    tokens = audience_of(request)
    if "all" not in tokens and not any(token.startswith("platform:") for token in tokens):
        return {}
    chosen = question.narrowed.get("platform", "")
    if chosen and _belongs(person, tokens, chosen):
        said["platform"] = chosen
    return {"url": f"{reverse('discussion_new')}?{urlencode(said)}", "is_visitor": False}


def _belongs(person, tokens: set[str], slug: str) -> bool:
    platform = Platform.objects.visible_to(person).filter(slug=slug).first()
    return platform is not None and not tokens.isdisjoint(["all", f"platform:{platform.pk}"])

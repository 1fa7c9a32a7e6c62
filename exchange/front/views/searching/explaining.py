"""Why a result stands where it stands, on request, for those who tend the search."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.finding.rules import can_change_vocabulary
from exchange.front.views.searching.question import Question
from exchange.platforms.templatetags.platforms import audience_of
from search.finding import explain
from search.vocabulary.current import vocabulary

HOW = {
    "exact": gettext_lazy("as it is written"),
    "stem": gettext_lazy("by its stem"),
    "root": gettext_lazy("by the consonants of its root"),
    "snowball": gettext_lazy("by another rule of stems"),
    "skeleton": gettext_lazy("by its consonants"),
}
WHERE = {
    "title": gettext_lazy("in the title"),
    "headings": gettext_lazy("in the headings"),
    "tags": gettext_lazy("in the tags"),
    "text": gettext_lazy("in the text"),
    "files": gettext_lazy("in the files"),
}


def explains(request, question: Question) -> dict:
    """The way to the reasons and back, for those who may read them."""
    # Who has no role anywhere is known without asking the database.
    has_role = any(token == "all" or token.startswith("party:") for token in audience_of(request))  # noqa: S105
    if not question.words or not has_role or not can_change_vocabulary(request.user):
        return {}
    return {
        "is_on": question.is_explained,
        "url": question.address(why="" if question.is_explained else "1"),
    }


def reasons(request, question: Question, found) -> dict[str, list[str]]:
    """For each result the words that met it: how, where, and with what weight. Empty unless it was asked for."""
    if not question.is_explained or not can_change_vocabulary(request.user):
        return {}
    ids = [hit.id for hit in found.hits]
    met = explain(question.line, ids, tokens=audience_of(request), person=request.user)
    return {hit.id: [*_in_all(hit), *map(_in_words, met[hit.id])] for hit in found.hits if hit.id in met}


def _in_all(hit) -> Iterator[str]:
    yield _("Weight: %(weight)s") % {"weight": hit.score}
    if hit.raised:
        yield _("of it for words near each other or at the beginning: %(weight)s") % {"weight": hit.raised}


def _in_words(reason) -> str:
    how = HOW.get(reason.channel) or _by_concept(reason.term)
    where = WHERE.get(reason.part, reason.part)
    said = {"word": reason.word, "how": how, "where": where, "weight": reason.score}
    return _("“%(word)s” %(how)s, %(where)s: %(weight)s") % said


def _by_concept(name: str) -> str:
    concept = vocabulary().concepts.get(name)
    return _("by the concept “%(concept)s”") % {"concept": concept.forms[0] if concept else name}

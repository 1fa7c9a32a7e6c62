"""What may be meant while somebody types: titles, words of the field, and what others have asked well."""

from itertools import islice

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange.finding.asking import good_questions, spoken_of, suggest_for
from exchange.finding.models import folded
from search.asked import shortened
from search.vocabulary.offering import offered

FEWEST = 2  # letters
MOST = 3  # of a group


@require_safe
def suggestions(request):
    """The options under the field, in groups; empty where there are none."""
    begun = " ".join(shortened(request.GET.get("q", "")).split())
    groups = _groups(request.user, begun) if len(begun) >= FEWEST else []
    response = render(request, "front/search/options.html", {"groups": groups})
    response["Cache-Control"] = "no-store"
    return response


def _groups(person, begun: str) -> list[dict]:
    """Titles, words of the field that some work speaks of, and what several have asked; nothing is offered twice."""
    said = {folded(begun)}
    groups = []
    for name, label, found in (
        ("titles", _("Titles"), suggest_for(person, begun)),
        ("terms", _("Words of the field"), _terms(person, begun)),
        ("questions", _("Others have asked"), good_questions(begun, MOST)),
    ):
        fresh = {folded(option): option for option in found}
        options = [option for key, option in fresh.items() if key not in said][:MOST]
        said.update(fresh)
        if options:
            groups.append({"name": name, "label": label, "options": options})
    return groups


def _terms(person, begun: str) -> list[str]:
    """What the vocabulary knows that begins so, as far as this person can find anything by it."""
    known = (form for form in offered(begun, 2 * MOST) if spoken_of(person, [form], get_language(), 1)[0])
    return list(islice(known, MOST))


def completed(person, words: str) -> str:
    """The words, the last one completed to a word of the field that this person can find; "" where there is none."""
    rest, _space, last = words.rpartition(" ")
    if len(last) < FEWEST or not last.isalpha():
        return ""
    whole = next(iter(_terms(person, last)), "")
    return f"{rest} {whole}".strip() if whole else ""

"""The page of results, or the part of it that changes while somebody types."""

from dataclasses import replace

from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange.finding.actions import count_question
from exchange.finding.asking import list_for
from exchange.finding.naming import FILE_WORDS, KIND_WORDS, LANGUAGE_WORDS
from exchange.front.views.searching.explaining import explains, reasons
from exchange.front.views.searching.facets import LEGENDS, Labels, chips, facets
from exchange.front.views.searching.question import Question, question_of
from exchange.front.views.searching.rows import row_of
from exchange.front.views.searching.suggesting import completed
from exchange.front.views.searching.ways import ways_on
from exchange.people.listing import TooManyPeople
from search.finding import Found

PAGE_SIZE = 20
SAVED = (
    "kind",
    "platform",
    "language",
    "year",
    "authority",
    "file_type",
)  # what a saved search is narrowed by


@require_safe
def search_page(request):
    """Results that this person may see, with counts that stay right under filters.

    htmx gets the part that changes alone, and that is no question to be counted: it may be half a word.
    """
    question = question_of(request)
    if question.is_advanced:
        return redirect(f"{request.path}{question.address()}")
    is_part = request.headers.get("HX-Request") == "true"
    labels = Labels(request.user)
    context: dict = {"question": question, "is_part": is_part}
    if not question.is_empty:
        try:
            context |= _results(request, question, labels, is_part=is_part)
        except TooManyPeople as refusal:
            context["refused"] = str(refusal)
    if "found" in context and not is_part:
        _count(question, context["found"].total)
    if not is_part:
        context["advanced"] = _advanced(question, labels)
    template = "front/search/found.html" if is_part else "front/search/page.html"
    # What a part says is put on the page only where it came well.
    status = TooManyPeople.status if "refused" in context and not is_part else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if is_part:
        response["Cache-Control"] = "no-store"
    return response


def _found(request, question: Question) -> Found:
    return list_for(
        request.user,
        question.line,
        page_size=PAGE_SIZE,
        shown_language=get_language(),
        **question.for_find(),
    )


def _count(question: Question, total: int) -> None:
    """Count what was asked, for those who tend the search: with filters beside it the number would tell nothing."""
    if question.words and question.page == 1 and not question.narrowed and not question.is_exact:
        count_question(text=question.words, total=total, language=get_language())


def _results(request, question: Question, labels: Labels, *, is_part: bool) -> dict:
    found, instead = _found(request, question), ""
    if is_part and not found.total and (instead := completed(request.user, question.words)):
        # Half a word is no word that nobody knows.
        found = _found(request, replace(question, words=instead))
    first = (question.page - 1) * PAGE_SIZE + 1
    why = reasons(request, question, found)
    return {
        "found": found,
        "said": _said(found.total),
        "address": question.address(),
        "saved": {name: value for name, value in question.narrowed.items() if name in SAVED},
        "rows": [
            row_of(hit, labels.platforms, question.words) | {"why": why.get(hit.id, [])} for hit in found.hits
        ],
        "explains": explains(request, question),
        "first": first,
        "facets": facets(found, question, labels),
        "chips": chips(question, labels),
        "without_chips": question.without(*question.narrowed).address() if question.words else "",
        "corrected": _corrected(found, question, instead),
        "meant": question.address(q=found.did_you_mean) if found.did_you_mean else "",
        "sorts": _sorts(question),
        "earlier": question.address(page=question.page - 1 if question.page > 2 else "")
        if question.page > 1
        else "",
        "later": question.address(page=found.next_page) if found.next_page else "",
        "ways": ways_on(request, question, found, labels),
    }


def _said(total: int) -> str:
    """How many results there are, in words that can be read out."""
    if not total:
        return _("No results")
    return ngettext("%(total)s result", "%(total)s results", total) % {"total": total}


def _sorts(question: Question) -> list[dict]:
    """The ways to put results in order; where there is no word, only the date counts."""
    if not question.words:
        return []
    return [
        {"label": _("Best match first"), "url": question.address(sort=""), "current": not question.sort},
        {"label": _("Newest first"), "url": question.address(sort="newest"), "current": bool(question.sort)},
    ]


def _corrected(found: Found, question: Question, completed_to: str) -> dict:
    """What nobody knows of the question as it was typed, what was looked for instead, and the way back."""
    if completed_to:
        return {"unknown": question.words, "instead": completed_to, "url": question.address(q=completed_to)}
    corrected = found.corrected
    unknown = [
        question.asked.text[word.start : word.end]
        for word in question.asked.written
        if word.text in corrected
    ]
    if not unknown:
        return {}
    instead = found.did_you_mean or " ".join(others[0] for others in corrected.values())
    rest = set(question.asked.words) - set(corrected)
    return {
        "unknown": " ".join(dict.fromkeys(unknown)),
        "instead": instead,
        "url": question.address(q=instead),
        "exact": question.address(exact="1") if rest else "",
    }


def _advanced(question: Question, labels: Labels) -> dict:
    """The values and the choices of the form for those who write no operators."""
    narrowed = question.narrowed
    choices = {
        "kind": (LEGENDS["kind"], KIND_WORDS),
        "platform": (LEGENDS["platform"], labels.platforms),
        "language": (LEGENDS["language"], LANGUAGE_WORDS),
        "file_type": (LEGENDS["file_type"], FILE_WORDS),
    }
    since, until = narrowed.get("date_from"), narrowed.get("date_to")
    return {
        "selects": [
            {
                "name": name,
                "label": legend,
                "choices": [
                    {"value": value, "label": label, "selected": narrowed.get(name) == value}
                    for value, label in known.items()
                ],
            }
            for name, (legend, known) in choices.items()
        ],
        "authority": labels.of("authority", narrowed["authority"]) if "authority" in narrowed else "",
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
    }

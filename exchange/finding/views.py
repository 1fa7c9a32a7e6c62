"""The searches that a person keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exchange.finding import actions
from exchange.finding.models import SavedSearch
from exchange.finding.naming import FILE_WORDS, KIND_WORDS, LANGUAGE_WORDS, authorities_by_key
from exchange.journal.refusals import Refusal
from exchange.platforms.models import Platform

PAGE_SIZE = 15


@never_cache
@login_required
def saved_searches(request):
    """The person's own, newest first: to run again, or to remove."""
    page = Paginator(SavedSearch.objects.visible_to(request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    named = {
        "kind": KIND_WORDS,
        "language": LANGUAGE_WORDS,
        "file_type": FILE_WORDS,
        "platform": {row.slug: row.text("name").words for row in Platform.objects.visible_to(request.user)},
        "authority": _authorities(page),
    }
    context = {
        "page_obj": page,
        "rows": [{"saved": saved, "narrowed": _in_words(saved.narrowed, named)} for saved in page],
    }
    return render(request, "finding/saved.html", context)


@login_required
def save(request):
    """Keep the search that was sent (`q`, and what narrows it); leads back to its results."""
    if request.method != "POST":
        # Whoever had to sign in first comes back without what was sent.
        return redirect("finding:saved")
    try:
        saved = actions.save_search(by=request.user, text=request.POST.get("q", ""), narrowed=request.POST)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("finding:saved")
    messages.success(request, _("The search is saved. What is new in it you are told once a day."))
    return redirect(f"{reverse('search')}?{saved.address}")


@login_required
@require_POST
def remove(request, pk: int):
    """Keep one of them no longer."""
    saved = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    actions.remove_search(saved=saved, by=request.user)
    messages.success(request, _("The search is removed. Nothing more is told of it."))
    return redirect("finding:saved")


def _authorities(page) -> dict[str, str]:
    """The names of the local authorities by which these searches are narrowed, by their keys."""
    keys = {saved.narrowed.get("authority", "") for saved in page}
    # What was saved by a name that somebody typed stays that name.
    return {key: key for key in keys if not key.isdecimal()} | authorities_by_key(keys)


def _in_words(narrowed: dict, named: dict) -> list[str]:
    """What a search is narrowed by, as a reader says it; a platform that they no longer see is left unnamed."""
    words = [str(named[name].get(value, "")) if name in named else value for name, value in narrowed.items()]
    return [word for word in words if word]

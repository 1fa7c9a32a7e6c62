"""A page for one deed: what is about to be done, and one button. It needs no JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from exchange.forum.models import Discussion, Post
from exchange.forum.rendering import shown
from exchange.journal.refusals import Refusal


@dataclass(frozen=True)
class Deed:
    """What the page says: title, a sentence, the button's label; where it leads afterwards; the post in question."""

    title: str
    label: str
    back: str
    discussion: Discussion
    text: str = ""
    shows: Post | None = None
    is_destructive: bool = False


def posted(request):
    """What was sent, even if that is nothing; None where a form is only shown."""
    return request.POST if request.method == "POST" else None


def perform(request, deed: Deed, form: forms.Form | None, act: Callable[[dict], object]) -> HttpResponse:
    """GET shows the page, POST calls `act` with what was filled in; a refusal is told above the form."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    form = form if form is not None else forms.Form(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                # A renamed discussion has another address.
                return redirect(done if isinstance(done, Discussion) else deed.back)
    context = {"deed": deed, "form": form, "post": shown(deed.shows) if deed.shows else None}
    return render(request, "forum/deed.html", context, status=status)

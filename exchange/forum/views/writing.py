"""What members write: new discussions, replies, and what becomes of one's own words."""

import json

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from exchange.forum import actions, rendering, rules
from exchange.forum.forms import TITLE_LIMIT, DiscussionForm, EditForm, PostForm
from exchange.forum.models import Discussion, Post
from exchange.forum.views.deeds import Deed, perform, posted
from exchange.forum.views.reading import page_of
from exchange.journal.refusals import Refusal
from exchange.platforms.models import Membership, Platform
from search.asked import shortened


@login_required
@require_http_methods(["GET", "POST"])
def new_discussion(request) -> HttpResponse:
    """Open a discussion in one of one's platforms, perhaps about a work (`?about=library.guidepage.12`).

    `?title=` fills in the title: the search leads here with a question that found nothing.
    """
    person = request.user
    platforms = Platform.objects.visible_to(person)
    if not person.is_superuser:
        own = Membership.objects.visible_to(person).active().filter(person=person)
        platforms = platforms.filter(pk__in=own.values("platform"))
    if not platforms:
        raise PermissionDenied
    initial = {
        "about": request.GET.get("about", ""),
        "title": shortened(request.GET.get("title", ""))[:TITLE_LIMIT],
    }
    chosen = next((one for one in platforms if one.slug == request.GET.get("platform")), None)
    if chosen is not None:
        initial["platform"] = chosen.pk
    form = DiscussionForm(posted(request), person=person, platforms=platforms, initial=initial)
    about = _work_named(person, form["about"].value())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fields = {
                name: form.cleaned_data[name]
                for name in ("platform", "title", "text", "audience", "client_id")
            }
            try:
                discussion = actions.open_discussion(by=person, about=about, **fields)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(discussion)
    return render(
        request, "forum/new.html", {"form": form, "about": about, "platform": chosen}, status=status
    )


def _work_named(person, name: str | None):
    """The work named like "library.guidepage.12", if the person may see it."""
    label, _dot, key = (name or "").rpartition(".")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    works = getattr(model, "objects", None)
    if not hasattr(works, "visible_to") or not key.isdecimal() or len(key) > 18:
        return None
    return works.visible_to(person).filter(pk=int(key)).first()


@require_POST
@vary_on_headers("Accept")
def post(request, pk: int) -> HttpResponse:
    """Say something. As JSON: 201 with the post, 200 with the same post for the same `client_id`."""
    is_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user).with_people(), pk=pk)
    if not request.user.is_authenticated:
        if is_json:
            return JsonResponse({"message": _("Please sign in to reply.")}, status=401)
        return redirect_to_login(discussion.get_absolute_url())
    form = PostForm(_sent(request))
    if not form.is_valid():
        return _not_posted(request, discussion, form, 422, is_json)
    text = form.cleaned_data["text"]
    reply_to = Post.objects.visible_to(request.user).filter(
        discussion=discussion, number=form.cleaned_data["reply_to"] or 0
    )
    try:
        new, is_new = actions.post(
            discussion=discussion,
            by=request.user,
            text=text,
            client_id=form.cleaned_data["client_id"],
            reply_to=reply_to.with_authors().first(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _not_posted(request, discussion, form, 409, is_json)
    except PermissionDenied:
        if not is_json:
            raise
        return JsonResponse({"message": _("Only members of the platform reply here.")}, status=403)
    if is_json:
        answer = rendering.change_of(new) | {"url": new.get_absolute_url()}
        return JsonResponse(answer, status=201 if is_new else 200, json_dumps_params={"ensure_ascii": False})
    if not is_new and new.text != text:
        # An old page, gone back to: its form was used up, and what was typed into it now must not be lost.
        form = PostForm({"text": text, "client_id": PostForm().fields["client_id"].initial()})
        form.add_error(None, _("This form was already sent once. Please send your new text again."))
        return _not_posted(request, discussion, form, 409, is_json)
    return redirect(f"{discussion.get_absolute_url()}#post-{new.number}")


def _sent(request) -> dict:
    """The fields of a form, or of a JSON object; what is neither has no fields."""
    if request.content_type != "application/json":
        return request.POST
    try:
        sent = json.loads(request.body)
        # Half a surrogate pair can be written in JSON, and is no text: this fails on it.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict):
        return {}
    return {
        name: value
        for name, value in sent.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _not_posted(request, discussion: Discussion, form: PostForm, status: int, is_json: bool) -> HttpResponse:
    if is_json:
        wrong = form.errors.get_json_data()
        told = [error["message"] for errors in wrong.values() for error in errors]
        return JsonResponse({"message": " ".join(told), "errors": wrong}, status=status)
    return render(request, "forum/discussion.html", page_of(request, discussion, form), status=status)


def _own_post(request, pk: int) -> Post:
    found = get_object_or_404(Post.objects.visible_to(request.user).with_authors(), pk=pk)
    if not rules.can_change_post(request.user, found):
        raise PermissionDenied
    return found


@login_required
def edit_post(request, pk: int) -> HttpResponse:
    """Put other words into one's own post."""
    found = _own_post(request, pk)
    form = EditForm(posted(request), initial={"text": found.text})
    deed = Deed(
        title=_("Edit your post"),
        label=_("Save changes"),
        back=found.get_absolute_url(),
        discussion=found.discussion,
    )
    return perform(
        request, deed, form, lambda said: actions.edit_post(post=found, by=request.user, text=said["text"])
    )


@login_required
def delete_post(request, pk: int) -> HttpResponse:
    """Take back one's own words."""
    found = _own_post(request, pk)
    deed = Deed(
        title=_("Delete your post"),
        text=_("Your words are then gone for good. The place where they stood stays, with your name."),
        label=_("Delete the post"),
        back=found.get_absolute_url(),
        discussion=found.discussion,
        shows=found,
        is_destructive=True,
    )
    return perform(request, deed, None, lambda said: actions.delete_post(post=found, by=request.user))


@login_required
def accept_answer(request, pk: int) -> HttpResponse:
    """Mark the reply that helped."""
    found = get_object_or_404(Post.objects.visible_to(request.user).with_authors(), pk=pk)
    if not rules.can_accept_answer(request.user, found.discussion):
        raise PermissionDenied
    deed = Deed(
        title=_("Accept this reply as the answer"),
        text=_("It is then marked, and shown at the top of the discussion."),
        label=_("Accept the reply"),
        back=found.get_absolute_url(),
        discussion=found.discussion,
        shows=found,
    )
    return perform(request, deed, None, lambda said: actions.accept_answer(post=found, by=request.user))

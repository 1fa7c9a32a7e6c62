"""What is read: the list, one discussion, and what changed in it since a page last looked."""

import json

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exchange.forum import rendering, rules
from exchange.forum.forms import PostForm
from exchange.forum.models import Discussion, Post
from exchange.platforms.models import Platform
from exchange.platforms.rules import is_member

PAGE_SIZE = 20
# Replies on a page; those before them are a link away.
WINDOW = 50
# Changes in one answer, and how far back they are told; who is further behind reads the page anew.
CHANGES = 100
CHANGES_KEPT = 2000


@require_safe
def forum(request) -> HttpResponse:
    """All discussions that the person may read, those with the latest word first."""
    platforms = list(Platform.objects.visible_to(request.user))
    chosen = next((one for one in platforms if one.slug == request.GET.get("platform")), None)
    discussions = Discussion.objects.visible_to(request.user).with_people()
    if chosen is not None:
        discussions = discussions.of(chosen)
    context = {
        "page_obj": Paginator(discussions, PAGE_SIZE).get_page(request.GET.get("page")),
        "platform": chosen,
        "tabs": _tabs(platforms, chosen),
        "new_url": _new_url(request.user, chosen),
    }
    return render(request, "forum/forum.html", context)


def _tabs(platforms: list[Platform], chosen: Platform | None) -> list[dict]:
    every = reverse("forum")
    tabs = [{"url": every, "label": _("All discussions"), "current": chosen is None}]
    for platform in platforms:
        label = platform.text("name").words
        tabs.append(
            {"url": f"{every}?platform={platform.slug}", "label": label, "current": platform == chosen}
        )
    return tabs


def _new_url(person, platform: Platform | None) -> str:
    """Where to open a discussion; nothing for those who may not."""
    new = reverse("discussion_new")
    if platform is not None:
        return f"{new}?platform={platform.slug}" if rules.can_open_discussion(person, platform) else ""
    return new if person.is_authenticated and person.is_in_network else ""


@require_safe
def discussion(request, pk: int, slug: str = "") -> HttpResponse:
    """One discussion: its question and the last replies, or those before the post `?before=`."""
    found = get_object_or_404(Discussion.objects.visible_to(request.user).select_related("platform"), pk=pk)
    if slug != found.slug:
        query = request.META.get("QUERY_STRING", "")
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    form = PostForm(initial={"reply_to": number_in(request.GET.get("reply_to"))})
    return render(request, "forum/discussion.html", page_of(request, found, form))


def page_of(request, found: Discussion, form: PostForm) -> dict:
    """What the page of a discussion shows to this person; `found` must be read before its posts are."""
    person = request.user
    before = number_in(request.GET.get("before"))
    # Who may see a discussion may see its posts.
    posts = found.posts.as_shown()
    said = posts if before is None else posts.filter(number__lt=before)
    newest = list(said.order_by("-number")[: WINDOW + 2])
    replies = [post for post in newest if post.number > 1]
    has_earlier = len(replies) > WINDOW
    window = replies[:WINDOW][::-1]
    question, answer = _question_and_answer(found, posts, newest)
    moderates = rules.can_moderate(person, found)
    # As `rules.can_post` says, for a discussion that this person was found to see.
    may_post = moderates or is_member(person, found.platform)
    return {
        "discussion": found,
        "platform": found.platform,
        "question": _for_reader(question, person, moderates) if question else None,
        "posts": [_for_reader(post, person, moderates) for post in window],
        "answer": answer,
        "earlier": window[0].number if has_earlier else None,
        "is_end": before is None or before > found.last_number,
        "about": about_for(person, found),
        "subject": f"{rendering.SUBJECT}.{found.pk}",
        "viewer": person,
        "moderates": moderates,
        "may_post": may_post,
        "accepts": moderates or (may_post and rules.is_opener(person, found)),
        "form": form,
        "replying_to": _replying_to(posts, form),
        "words_json": json.dumps(_words(), ensure_ascii=False),
        "crumbs": [
            {"title": _("Discussions"), "url": reverse("forum")},
            {
                "title": found.platform.text("name").words,
                "url": f"{reverse('forum')}?platform={found.platform.slug}",
            },
        ],
    }


def _question_and_answer(found: Discussion, posts, known: list[Post]) -> tuple[Post | None, Post | None]:
    """The post that opened the discussion and the accepted one, read only where `known` has not got them."""
    marked = [post for post in known if post.number == 1 or post.pk == found.answer_id]
    if len(marked) < 1 + (found.answer_id is not None):
        marked = list(posts.filter(Q(number=1) | Q(pk=found.answer_id)))
    question = next((post for post in marked if post.number == 1), None)
    return question, next((post for post in marked if post.pk == found.answer_id), None)


def _for_reader(post: Post, person, moderates: bool) -> dict:
    shown = rendering.shown(post) | {"is_own": rules.is_author(person, post)}
    if moderates and post.state == Post.State.HIDDEN:
        shown |= {"kept": post.html, "reason": post.hidden_reason}
    return shown


def _replying_to(posts, form: PostForm):
    number = number_in(str(form["reply_to"].value() or ""))
    return posts.readable().filter(number=number).first() if number else None


def about_for(person, found: Discussion):
    """The work that a discussion is about, if the person may see it; None otherwise."""
    model = found.about_type and found.about_type.model_class()
    works = getattr(model, "objects", None)
    if not hasattr(works, "visible_to"):
        return None
    return works.visible_to(person).filter(pk=found.about_id).first()


def _words() -> dict:
    """What the live page says by itself; the forms of a count by the names that browsers give them."""
    forms = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
    count = {"count": "{count}", "replies": "{count}"}
    new = {
        name: ngettext("%(count)s new reply", "%(count)s new replies", n) % count for name, n in forms.items()
    }
    replies = {
        name: ngettext("%(replies)s reply", "%(replies)s replies", n) % count for name, n in forms.items()
    }
    return {
        "new": new,
        "replies": replies | {"none": _("No replies yet")},
        "arrived": _("A new reply from %(name)s") % {"name": "{name}"},
        "sending": _("Sending"),
        "failed": _("This reply has not been sent yet."),
        "again": _("Send again"),
        "back": _("Take it back into the form"),
        "offline": _(
            "No connection to the network. What you wrote is kept on this device and sent when the connection returns."
        ),
        "refused": _("This discussion is no longer open to you. What you wrote is kept on this device."),
        "signed_out": _(
            "You are signed out. What you wrote is kept on this device; sign in again to send it."
        ),
        "closed": _("This discussion was closed: %(reason)s") % {"reason": "{reason}"},
        "me": _("You"),
    }


@require_safe
@never_cache
def changes(request, pk: int) -> JsonResponse:
    """What happened after change number `?after=`: posts as they are now, gaps where they were taken away."""
    # The discussion first: what changes after this reading has a higher number, and is told the next time.
    found = get_object_or_404(Discussion.objects.visible_to(request.user).select_related("platform"), pk=pk)
    after = number_in(request.GET.get("after"))
    if after is None:
        return JsonResponse(
            {"errors": {"after": [_("Give the number of the last change, from 0 on.")]}}, status=422
        )
    if not found.last_change - CHANGES_KEPT <= after <= found.last_change:
        return JsonResponse({"reload": True})
    posts = Post.objects.visible_to(request.user).filter(
        discussion=found, changed__gt=after, changed__lte=found.last_change
    )
    told = list(posts.with_authors().order_by("changed")[: CHANGES + 1])
    has_more = len(told) > CHANGES
    told = told[:CHANGES]
    answer = {
        "subject": f"{rendering.SUBJECT}.{found.pk}",
        "last": told[-1].changed if has_more else found.last_change,
        "more": has_more,
        "changes": [rendering.change_of(post) for post in told],
        "discussion": rendering.standing_of(found),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def number_in(text: str | None) -> int | None:
    """A number from 0 on that a database can hold, in any digits; None for everything else."""
    if not text or not text.isdecimal() or len(text) > 9:
        return None
    return int(text)

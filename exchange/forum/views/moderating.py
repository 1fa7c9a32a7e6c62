"""What coordinators do, and who opened a discussion: hide and show, close and reopen, rename, choose who reads."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from exchange.forum import actions, rules
from exchange.forum.forms import AudienceForm, ReasonForm, TitleForm
from exchange.forum.models import Discussion, Post
from exchange.forum.views.deeds import Deed, perform, posted


def _discussion(request, pk: int, rule) -> Discussion:
    found = get_object_or_404(Discussion.objects.visible_to(request.user).with_people(), pk=pk)
    if not rule(request.user, found):
        raise PermissionDenied
    return found


def _moderated_post(request, pk: int) -> Post:
    found = get_object_or_404(Post.objects.visible_to(request.user).with_authors(), pk=pk)
    if not rules.can_moderate(request.user, found.discussion):
        raise PermissionDenied
    return found


@login_required
def hide_post(request, pk: int) -> HttpResponse:
    """Take a post out of sight."""
    found = _moderated_post(request, pk)
    deed = Deed(
        title=_("Hide this post"),
        text=_("Nobody but the coordinators reads it then. The author is told your reason."),
        label=_("Hide the post"),
        back=found.get_absolute_url(),
        discussion=found.discussion,
        shows=found,
        is_destructive=True,
    )
    form = ReasonForm(posted(request))
    return perform(
        request,
        deed,
        form,
        lambda said: actions.hide_post(post=found, by=request.user, reason=said["reason"]),
    )


@login_required
def show_post(request, pk: int) -> HttpResponse:
    """Bring a hidden post back."""
    found = _moderated_post(request, pk)
    deed = Deed(
        title=_("Show this post again"),
        text=_("Everybody who reads the discussion reads it then."),
        label=_("Show the post"),
        back=found.get_absolute_url(),
        discussion=found.discussion,
    )
    return perform(request, deed, None, lambda said: actions.show_post(post=found, by=request.user))


@login_required
def close_discussion(request, pk: int) -> HttpResponse:
    """End a discussion."""
    found = _discussion(request, pk, rules.can_moderate)
    deed = Deed(
        title=_("Close the discussion"),
        text=_("It can still be read and found; nothing more is said in it. Your reason stands below it."),
        label=_("Close the discussion"),
        back=found.get_absolute_url(),
        discussion=found,
        is_destructive=True,
    )
    form = ReasonForm(posted(request))
    return perform(
        request,
        deed,
        form,
        lambda said: actions.close_discussion(discussion=found, by=request.user, reason=said["reason"]),
    )


@login_required
def reopen_discussion(request, pk: int) -> HttpResponse:
    """Let a closed discussion go on."""
    found = _discussion(request, pk, rules.can_moderate)
    deed = Deed(
        title=_("Reopen the discussion"),
        text=_("Members can reply again."),
        label=_("Reopen the discussion"),
        back=found.get_absolute_url(),
        discussion=found,
    )
    return perform(
        request, deed, None, lambda said: actions.reopen_discussion(discussion=found, by=request.user)
    )


@login_required
def rename_discussion(request, pk: int) -> HttpResponse:
    """Give a discussion a clearer title."""
    found = _discussion(request, pk, rules.can_rename)
    deed = Deed(
        title=_("Rename the discussion"),
        label=_("Save the title"),
        back=found.get_absolute_url(),
        discussion=found,
    )
    form = TitleForm(posted(request), initial={"title": found.title})
    return perform(
        request,
        deed,
        form,
        lambda said: actions.rename_discussion(discussion=found, by=request.user, title=said["title"]),
    )


@login_required
def discussion_audience(request, pk: int) -> HttpResponse:
    """Choose who may read a discussion."""
    found = _discussion(request, pk, rules.can_moderate)
    deed = Deed(
        title=_("Choose who may read the discussion"),
        text=_("Pages that are open change at once: who may no longer read is shown nothing more."),
        label=_("Save the choice"),
        back=found.get_absolute_url(),
        discussion=found,
    )
    form = AudienceForm(
        posted(request),
        person=request.user,
        platform=found.platform,
        initial={"audience": found.audience},
    )
    return perform(
        request,
        deed,
        form,
        lambda said: actions.change_audience(discussion=found, by=request.user, audience=said["audience"]),
    )

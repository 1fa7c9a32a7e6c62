"""Joining a platform, its members, and the coordinator's decisions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.journal.refusals import Refusal
from exchange.people import listing
from exchange.platforms import actions, rules
from exchange.platforms.forms import AnswerForm, JoinForm, RefusalForm, RolesForm
from exchange.platforms.models import Membership, Platform


def _platform(request, slug: str) -> Platform:
    return get_object_or_404(Platform.objects.visible_to(request.user), slug=slug)


def _membership(request, slug: str, pk: int) -> Membership:
    memberships = Membership.objects.visible_to(request.user).select_related("platform", "person")
    membership = get_object_or_404(memberships, pk=pk, platform__slug=slug)
    if not rules.can_decide_memberships(request.user, membership.platform):
        raise PermissionDenied
    return membership


@login_required
def join(request, slug: str):
    """Ask to join. What was typed is kept whatever happens."""
    platform = _platform(request, slug)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_join(platform=platform, by=request.user, reason=form.cleaned_data["reason"])
        except actions.ProfileNeeded as refusal:
            messages.warning(request, str(refusal))
            return redirect(f"{reverse('profile_edit')}?next={request.path}")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request is with the coordinator. The answer comes by mail."))
            return redirect(platform.get_absolute_url())
    return render(request, "platforms/join.html", {"platform": platform, "form": form})


@login_required
@require_POST
def leave(request, slug: str):
    """Leave the platform."""
    platform = _platform(request, slug)
    actions.leave_platform(platform=platform, by=request.user)
    messages.success(request, _("You have left the platform. Its discussions are closed to you now."))
    return redirect(platform.get_absolute_url())


@login_required
def members(request, slug: str):
    """Who belongs to the platform; coordinators see who is waiting, too."""
    platform = _platform(request, slug)
    if not rules.can_see_members(request.user, platform):
        raise Http404
    decides = rules.can_decide_memberships(request.user, platform)
    memberships = Membership.objects.visible_to(request.user).filter(platform=platform)
    memberships = memberships.select_related("person__profile__authority__region", "platform")
    active = memberships.active().order_by(
        "-is_coordinator", "-is_editor", "-is_organiser", "person__name", "pk"
    )
    page = Paginator(active, listing.AT_ONCE).get_page(request.GET.get("page"))
    if not decides:
        listing.insist_on_measure(request.user, [one.person_id for one in page])
    context = {
        "platform": platform,
        "decides": decides,
        "waiting": memberships.waiting().order_by("asked_at") if decides else [],
        "page_obj": page,
    }
    return render(request, "platforms/members.html", context)


@login_required
def request_detail(request, slug: str, pk: int):
    """One request or one member, for the coordinator: who it is, and what can be decided."""
    membership = _membership(request, slug, pk)
    context = {
        "membership": membership,
        "platform": membership.platform,
        "accept_form": AnswerForm(),
        "refuse_form": RefusalForm(),
        "roles_form": RolesForm(initial={flag: getattr(membership, flag) for flag in actions.ROLE_FLAGS}),
        "gives_coordinator": rules.is_administrator(request.user),
    }
    return render(request, "platforms/membership.html", context)


@login_required
@require_POST
def decide(request, slug: str, pk: int, decision: str):
    """Accept, refuse, remove, or set the roles of one membership."""
    membership = _membership(request, slug, pk)
    form = {"refuse": RefusalForm, "roles": RolesForm}.get(decision, AnswerForm)(request.POST)
    if not form.is_valid():
        context = {
            "membership": membership,
            "platform": membership.platform,
            "accept_form": AnswerForm(),
            "refuse_form": form,
            "roles_form": RolesForm(),
        }
        return render(request, "platforms/membership.html", context, status=422)
    DECISIONS[decision](request, membership, form.cleaned_data)
    messages.success(request, _("Done. The person is told by mail."))
    return redirect("platform_members", slug=slug)


def _accept(request, membership, data):
    actions.accept_request(membership=membership, by=request.user, answer=data["answer"])


def _refuse(request, membership, data):
    actions.refuse_request(membership=membership, by=request.user, answer=data["answer"])


def _remove(request, membership, data):
    actions.remove_member(membership=membership, by=request.user, answer=data["answer"])


def _roles(request, membership, data):
    if not rules.is_administrator(request.user):
        data = {flag: value for flag, value in data.items() if flag != "is_coordinator"}
    actions.give_roles(membership=membership, by=request.user, **data)


DECISIONS = {"accept": _accept, "refuse": _refuse, "remove": _remove, "roles": _roles}

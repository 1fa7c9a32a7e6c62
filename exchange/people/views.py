"""The directory, a person's page, and one's own profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from exchange.people import actions, listing, rules
from exchange.people.forms import MEGABYTE, PHOTO_MEGABYTES, ProfileForm
from exchange.people.models import LocalAuthority, User, memberships_seen_by

QUERY_LENGTH = 100


@never_cache
@login_required
def directory(request):
    """Members of the network find one another; a stranger reads how to become one."""
    if not rules.can_see_directory(request.user):
        return render(request, "people/strangers.html", status=403)
    people = User.objects.visible_to(request.user)
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    authority, platform = _number(request.GET.get("authority")), request.GET.get("platform", "")
    found = people.matching(query)
    if authority:
        found = found.in_authority(authority)
    if platform:
        found = found.in_platform(platform, seen_by=request.user)
    page = Paginator(found.with_profiles(), listing.AT_ONCE).get_page(request.GET.get("page"))
    listing.insist_on_measure(request.user, [one.pk for one in page])
    context = {
        "page_obj": page,
        "query": query,
        "authority": authority,
        "platform": platform,
        "is_filtered": bool(query or authority or platform),
        "authorities": LocalAuthority.objects.filter(profiles__person__in=people).distinct(),
        "platforms": _platforms(request.user),
    }
    return render(request, "people/directory.html", context)


@never_cache
@login_required
def person(request, pk: int):
    """One person: office, field, and how to reach them for those who may."""
    shown = get_object_or_404(User.objects.visible_to(request.user).with_profiles(), pk=pk)
    memberships = memberships_seen_by(request.user).filter(person=shown).select_related("platform")
    context = {
        "person": shown,
        "profile": getattr(shown, "profile", None),
        "shows_phone": rules.can_see_phone(request.user, shown),
        "is_me": rules.can_edit_profile(request.user, shown),
        "memberships": memberships.order_by("platform__position", "platform"),
    }
    return render(request, "people/person.html", context)


@never_cache
@login_required
def photo(request, pk: int):
    """A person's photograph, for those who find the person."""
    people = User.objects.visible_to(request.user).filter(photo__isnull=False).select_related("photo")
    shown = get_object_or_404(people, pk=pk)
    return HttpResponse(bytes(shown.photo.content), content_type="image/webp")


@never_cache
@login_required
def profile_edit(request):
    """One's own profile; leads on to a safe `next`, else to one's own page.

    A script that sends the form asks for JSON and gets the address to go on to; what is wrong it gets as a page.
    """
    following = request.POST.get("next") or request.GET.get("next") or ""
    if not rules.is_own_address(following):
        following = ""
    form = ProfileForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "language", *actions.PROFILE_FIELDS)}
        actions.save_profile(
            person=request.user, by=request.user, has_agreed=form.has_agreed, photo=form.new_photo, **data
        )
        with override(data["language"]):
            messages.success(request, _("Your profile is saved."))
            onward = following or reverse("person", args=[request.user.pk])
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"next": onward})
        return redirect(onward)
    context = {
        "form": form,
        "next": following,
        "is_first": not form.instance.pk,
        "most": PHOTO_MEGABYTES * MEGABYTE,
    }
    return render(request, "people/profile_edit.html", context, status=422 if form.errors else 200)


def _platforms(person):
    """The platforms of which `person` may know the members."""
    known = memberships_seen_by(person)
    platforms = known.model._meta.get_field("platform").related_model.objects
    return platforms.filter(pk__in=known.values("platform"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0

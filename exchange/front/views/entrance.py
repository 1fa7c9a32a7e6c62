"""Addresses that only lead on."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language


def entrance(request):
    """The bare address leads to the home page in the person's language."""
    return redirect(f"/{get_language()}/")


def to_sign_in(request, home: str = "admin:index"):
    """There is one sign-in, with its limits and its second factor; from there on to `?next=` or `home`."""
    following = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        following, {request.get_host()}, require_https=request.is_secure()
    ):
        following = reverse(home)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': following})}")

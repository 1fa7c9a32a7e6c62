"""Pages that bring several rooms together."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language


def entrance(request):
    """The bare address leads to the person's language."""
    return redirect(f"/{get_language()}/")


def healthz(request):
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


readyz = healthz
robots = healthz
sitemap = healthz


def to_sign_in(request):
    return redirect("account_login")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    from django.template.loader import get_template

    return HttpResponse(get_template("500.html").render(), status=500)

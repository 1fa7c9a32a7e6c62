"""What is shown when something is not there, not allowed, or broken."""

import logging
import secrets

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def bad_request(request, exception=None):
    return _answer(request, 400, _("The request could not be understood."))


def form_too_old(request, reason=""):
    """A form without the token of this session: opened before signing in, or on another site."""
    words = _("This form is too old to be sent. Please reload the page and send it again.")
    if request.path_info.startswith("/api/"):
        return _json(403, words)
    return render(request, "refusal.html", {"message": words, "back": request.path}, status=403)


def permission_denied(request, exception=None):
    return _answer(request, 403, _("This is for members. You can ask to join."))


def page_not_found(request, exception=None):
    return _answer(request, 404, _("This page was not found. It may have been moved or deleted."))


def server_error(request):
    """Made without the database and without a translation; its number stands in the log beside what happened."""
    number = secrets.token_hex(4)
    logger.error("report %s: %s %s", number, request.method, escape_uri_path(request.path))
    if request.path_info.startswith("/api/"):
        return _json(500, f"Something broke on our side. Report number: {number}")
    return HttpResponse(get_template("500.html").render({"number": number}), status=500)


def _answer(request, status: int, words: str):
    if request.path_info.startswith("/api/"):
        return _json(status, words)
    return render(request, f"{status}.html", status=status)


def _json(status: int, words: str) -> JsonResponse:
    """As the API itself answers."""
    return JsonResponse({"detail": words}, status=status, content_type="application/json; charset=utf-8")

"""What stands between the address and the view: language, caches, refusals, and the admin's policy and transaction."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from exchange.journal.refusals import Refusal

ADMIN_PREFIXES = ("/admin/", "/django-admin/")
# The API's own documentation page writes a script into itself.
LOOSE_PREFIXES = (*ADMIN_PREFIXES, "/api/v1/docs")
FILES_PREFIX = "/documents/"
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


class LanguageMiddleware:
    """Activate the language: prefix of the address, then `?language=`, the person's choice, the cookie, Arabic.

    `Accept-Language` is not read: the same address shows everybody the same page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        prefix = get_language_from_path(request.path_info)
        language = prefix or self._asked(request) or self._chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if (prefix or self._asked(request)) and response.status_code < 400:
            self._remember(request, response, language)
        return response

    @staticmethod
    def _asked(request) -> str:
        asked = request.GET.get("language", "")
        return asked if asked in dict(settings.LANGUAGES) else ""

    @staticmethod
    def _chosen(request) -> str:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            return request.user.language
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return cookie if cookie in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @staticmethod
    def _remember(request, response, language: str) -> None:
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if kept != language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=365 * 24 * 3600,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                secure=getattr(settings, "LANGUAGE_COOKIE_SECURE", False),
            )


class CacheMiddleware:
    """No cache keeps what one person was shown; a file is asked for anew each time, and can do nothing in a browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(FILES_PREFIX) and response.status_code in (200, 206, 304):
            response.headers["Content-Security-Policy"] = FILE_POLICY
            response.headers.setdefault("Cache-Control", "private, no-cache")
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class MovedMiddleware(RedirectMiddleware):
    """Old addresses lead on whoever may read what stands at the new one now; for others nothing stood there."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is response:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        moved = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
        page = moved.redirect_page and moved.redirect_page.specific
        return answer if page is None or page.is_for(request.user) else response


class RefusalMiddleware:
    """A refusal that no view has caught becomes a page that says it in the person's language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            context = {"message": str(exception), "back": _where_from(request)}
            return render(request, "refusal.html", context, status=exception.status)
        return None


def _where_from(request) -> str:
    """The page that the deed was asked for on, if it is one of ours; else the home page."""
    referer = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"


class AdminPolicyMiddleware:
    """Wagtail's admin writes scripts and styles into its pages, and gets a content policy of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(LOOSE_PREFIXES):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


class AdminTransactionMiddleware:
    """Whatever a request to the admin writes is written whole or not at all. Must be the last middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_read = request.method in ("GET", "HEAD", "OPTIONS", "TRACE")
        if is_read or not request.path_info.startswith(ADMIN_PREFIXES):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            # An exception has become a response by now; the transaction must not outlive it.
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

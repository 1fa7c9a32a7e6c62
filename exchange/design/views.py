"""The gallery: every component with example data, to be looked at in both languages and both themes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from exchange.design.examples import gallery_context


def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page; 404 where the gallery is switched off."""
    if not settings.GALLERY:
        raise Http404
    return render(request, "design/gallery.html", gallery_context())

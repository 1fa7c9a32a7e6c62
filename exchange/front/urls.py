from django.urls import path, re_path
from wagtail import views as wagtail
from wagtail.urls import serve_pattern

from exchange.front import views
from exchange.front.views import figures, machines, searching
from exchange.pages.fragments import same_for_visitors

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("search/", searching.search_page, name="search"),
    path("search/suggestions/", searching.suggestions, name="search_suggestions"),
    path("search/opened/", searching.opened, name="search_opened"),
    path("platforms/<slug:slug>/figures/", figures.figures, name="platform_figures"),
    path("platforms/<slug:slug>/figures.xlsx", figures.figures_file, name="platform_figures_file"),
    path("platforms/<slug:slug>/figures/authorities/", figures.authorities, name="platform_authorities"),
    path("offline/", machines.offline, name="offline"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sw.js", machines.service_worker, name="service_worker"),
    # Wagtail's own pages; its own pattern of the same shape stands behind this one.
    re_path(serve_pattern, same_for_visitors(wagtail.serve), name="page"),
]

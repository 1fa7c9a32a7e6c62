"""Every address of the product. Django's own stand before Wagtail's, which answers whatever is left."""

from allauth.account.views import logout as allauth_logout
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from exchange.front import views as front
from exchange.front.api import api
from exchange.library import wagtail_hooks as library_admin
from exchange.people import wagtail_hooks as people_admin

urlpatterns = [
    path("", front.entrance, name="entrance"),
    path("healthz", front.healthz, name="healthz"),
    path("readyz", front.readyz, name="readyz"),
    path("robots.txt", front.robots, name="robots"),
    path("sitemap.xml", front.sitemap, name="sitemap"),
    path("accounts/", include("allauth.urls")),
    path("admin/", include(library_admin.guards)),
    path("admin/account/", people_admin.own_account),
    # Wagtail's own ask for no second factor, count no failed attempts and tell the journal nothing.
    path("admin/login/", front.to_sign_in, {"home": "wagtailadmin_home"}),
    path("admin/logout/", allauth_logout),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/login/", front.to_sign_in),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("design/", include("exchange.design.urls")),
    path("api/v1/", api.urls),
]

urlpatterns += i18n_patterns(
    path("platforms/", include("exchange.platforms.urls")),
    path("library/", include("exchange.library.urls")),
    path("workshops/", include("exchange.workshops.urls")),
    path("forum/", include("exchange.forum.urls")),
    path("people/", include("exchange.people.urls")),
    path("search/", include("exchange.finding.urls")),
    path("notifications/", include("exchange.notifications.urls")),
    path("_util/login/", front.to_sign_in, {"home": "desk"}, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("", include("exchange.front.urls")),
    path("", include(wagtail_urls)),
)

handler400 = "exchange.front.views.bad_request"
handler403 = "exchange.front.views.permission_denied"
handler404 = "exchange.front.views.page_not_found"
handler500 = "exchange.front.views.server_error"

from django.urls import path, re_path

from exchange.platforms import views

urlpatterns = [
    path("<slug:slug>/join/", views.join, name="platform_join"),
    path("<slug:slug>/leave/", views.leave, name="platform_leave"),
    path("<slug:slug>/members/", views.members, name="platform_members"),
    path("<slug:slug>/members/<int:pk>/", views.request_detail, name="membership"),
    re_path(
        r"^(?P<slug>[\w-]+)/members/(?P<pk>\d+)/(?P<decision>accept|refuse|remove|roles)/$",
        views.decide,
        name="membership_decide",
    ),
]

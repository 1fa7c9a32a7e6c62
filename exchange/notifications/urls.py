from django.urls import path

from exchange.notifications import views

urlpatterns = [
    path("", views.inbox, name="notifications"),
    path("read/", views.read_all, name="notifications_read"),
    path("<int:pk>/", views.open_one, name="notification"),
]

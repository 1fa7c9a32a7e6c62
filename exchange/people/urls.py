from django.urls import path

from exchange.people import views

urlpatterns = [
    path("", views.directory, name="people"),
    path("profile/edit/", views.profile_edit, name="profile_edit"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/photo/", views.photo, name="photo"),
]

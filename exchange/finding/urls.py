from django.urls import path

from exchange.finding import views

app_name = "finding"
urlpatterns = [
    path("saved/", views.saved_searches, name="saved"),
    path("saved/<int:pk>/remove/", views.remove, name="remove"),
    path("save/", views.save, name="save"),
]

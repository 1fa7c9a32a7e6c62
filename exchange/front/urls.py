from django.urls import path

from exchange.front import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("search/", views.search_page, name="search"),
]

from django.urls import path

from exchange.library import views

urlpatterns = [path("", views.library, name="library")]

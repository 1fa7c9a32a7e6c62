from django.urls import path

from exchange.design import views

urlpatterns = [path("", views.gallery, name="gallery")]

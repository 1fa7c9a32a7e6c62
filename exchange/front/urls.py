from django.urls import path

from exchange.front import views

urlpatterns = [path("desk/", views.healthz, name="desk")]

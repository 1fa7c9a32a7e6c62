from django.urls import path

from exchange.pages.fragments import same_for_visitors
from exchange.workshops.views import calendar, organising, registering, registrations

urlpatterns = [
    path("", calendar.workshops, name="workshops"),
    path("month/", calendar.month, name="workshops_month"),
    path("new/", organising.new, name="workshop_new"),
    path("<int:pk>/", calendar.bare),
    path("<int:pk>-<str:slug>/", same_for_visitors(calendar.workshop), name="workshop"),
    path("<int:pk>-<str:slug>/calendar.ics", calendar.calendar_file, name="workshop_calendar"),
    path("<int:pk>-<str:slug>/register/", registering.register, name="workshop_register"),
    path(
        "<int:pk>-<str:slug>/cancel-registration/",
        registering.cancel_registration,
        name="workshop_cancel_registration",
    ),
    path("<int:pk>-<str:slug>/edit/", organising.edit, name="workshop_edit"),
    path("<int:pk>-<str:slug>/publish/", organising.publish, name="workshop_publish"),
    path("<int:pk>-<str:slug>/cancel/", organising.cancel, name="workshop_cancel"),
    path("<int:pk>-<str:slug>/seats/", organising.seats, name="workshop_seats"),
    path("<int:pk>-<str:slug>/registrations/", registrations.registrations, name="workshop_registrations"),
    path(
        "<int:pk>-<str:slug>/registrations/print/",
        registrations.print_registrations,
        name="workshop_registrations_print",
    ),
    path(
        "<int:pk>-<str:slug>/registrations.xlsx",
        registrations.registrations_file,
        name="workshop_registrations_file",
    ),
    path(
        "<int:pk>-<str:slug>/registrations/<int:number>/remove/",
        registrations.remove,
        name="workshop_registration_remove",
    ),
]

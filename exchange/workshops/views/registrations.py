"""Who is registered: for the organisers and coordinators of the platform."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.journal.refusals import Refusal
from exchange.workshops import actions
from exchange.workshops.forms import ReasonForm, SeatsForm
from exchange.workshops.models import Registration, Workshop
from exchange.workshops.rendering import registrations_xlsx
from exchange.workshops.views.calendar import crumbs
from exchange.workshops.views.organising import workshop_to_organise

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _registrations(request, workshop: Workshop):
    rows = Registration.objects.visible_to(request.user).filter(workshop=workshop)
    return rows.select_related("person__profile__authority").in_order()


@login_required
@never_cache
def registrations(request, pk: int, slug: str):
    """The list: seats first, then the waiting list, then those who cancelled."""
    workshop = workshop_to_organise(request, pk)
    page = Paginator(_registrations(request, workshop), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "workshop": workshop,
        "page_obj": page,
        "confirmed": workshop.registrations.confirmed().count(),
        "waiting": workshop.registrations.waiting().count(),
        "seats_form": SeatsForm(initial={"seats": workshop.seats}),
        "crumbs": crumbs(workshop.platform, workshop),
    }
    return render(request, "workshops/registrations.html", context)


@login_required
@never_cache
def print_registrations(request, pk: int, slug: str):
    """The list of those with a seat, to be printed and signed at the door."""
    workshop = workshop_to_organise(request, pk)
    context = {
        "workshop": workshop,
        "sessions": workshop.sessions.all(),
        "registrations": _registrations(request, workshop).confirmed(),
        "crumbs": crumbs(workshop.platform, workshop),
    }
    return render(request, "workshops/registrations_print.html", context)


@login_required
@never_cache
def registrations_file(request, pk: int, slug: str):
    """The list as a spreadsheet."""
    workshop = workshop_to_organise(request, pk)
    file = registrations_xlsx(_registrations(request, workshop).iterator())
    response = HttpResponse(file, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{workshop.slug}.xlsx")
    return response


@login_required
@never_cache
def remove(request, pk: int, slug: str, number: int):
    """Take somebody off the list, with a word to them."""
    workshop = workshop_to_organise(request, pk)
    registration = get_object_or_404(_registrations(request, workshop), number=number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_registration(
                registration=registration, by=request.user, reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The registration is taken off the list. The person is told by mail.")
            )
            return redirect(workshop.address("workshop_registrations"))
    context = {
        "workshop": workshop,
        "registration": registration,
        "form": form,
        "crumbs": crumbs(workshop.platform, workshop),
    }
    return render(request, "workshops/remove.html", context)

"""Taking a seat and giving it back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.journal.refusals import Refusal
from exchange.workshops import actions
from exchange.workshops.models import Registration, Workshop


@never_cache
def register(request, pk: int, slug: str):
    """Register the person; whatever the answer, it stands on the page of the workshop."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), pk=pk)
    page = workshop.get_absolute_url()
    if request.method != "POST":
        return redirect(page)
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    try:
        registration = actions.register(workshop=workshop, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    if registration.is_confirmed:
        messages.success(request, _("Your seat is reserved. We have sent the details to your e-mail."))
    else:
        position = {"position": registration.position}
        messages.success(request, _("Your place in the waiting list: %(position)s.") % position)
    return redirect(page)


@never_cache
def cancel_registration(request, pk: int, slug: str):
    """Give the seat back; the next in line gets it."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), pk=pk)
    page = workshop.get_absolute_url()
    if request.method != "POST":
        return redirect(page)
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    own = Registration.objects.visible_to(request.user).filter(person=request.user)
    registration = get_object_or_404(own, workshop=workshop)
    try:
        actions.cancel_registration(registration=registration, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your registration is cancelled."))
    return redirect(page)

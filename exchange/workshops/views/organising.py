"""Planning workshops: for the organisers and coordinators of a platform."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.journal.refusals import Refusal
from exchange.workshops import actions, rules
from exchange.workshops.forms import (
    ExpertRows,
    ReasonForm,
    SeatsForm,
    SessionRows,
    WorkshopForm,
    rows_of,
)
from exchange.workshops.models import Expert, Workshop, platforms_to_organise
from exchange.workshops.views.calendar import crumbs


def workshop_to_organise(request, pk: int) -> Workshop:
    """The workshop, for whoever may run it; others get 404 or 403."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user).select_related("platform"), pk=pk)
    if not rules.can_organise(request.user, workshop.platform):
        raise PermissionDenied
    return workshop


@login_required
def new(request):
    """A new draft; `?platform=` says for which platform."""
    platforms = platforms_to_organise(request.user)
    if not platforms:
        raise PermissionDenied
    asked = platforms.filter(slug=request.GET.get("platform", "")).first() or platforms.first()
    forms = _Forms(request, platforms=platforms, initial={"platform": asked.pk})
    if forms.are_valid():
        try:
            workshop = actions.create_workshop(by=request.user, **forms.given())
        except Refusal as refusal:
            forms.main.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is saved. Only those who work for the platform see it."))
            return redirect(workshop.get_absolute_url())
    return render(request, "workshops/edit.html", forms.context() | {"crumbs": crumbs(asked)})


@login_required
def edit(request, pk: int, slug: str):
    """Change a workshop with all its sessions."""
    workshop = workshop_to_organise(request, pk)
    forms = _Forms(request, platforms=platforms_to_organise(request.user), workshop=workshop)
    if forms.are_valid():
        try:
            workshop = actions.update_workshop(workshop=workshop, by=request.user, **forms.given())
        except Refusal as refusal:
            forms.main.add_error(None, str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(workshop.get_absolute_url())
    context = forms.context() | {"workshop": workshop, "crumbs": crumbs(workshop.platform, workshop)}
    return render(request, "workshops/edit.html", context)


@login_required
@require_POST
def publish(request, pk: int, slug: str):
    """Announce a draft."""
    workshop = workshop_to_organise(request, pk)
    try:
        actions.publish_workshop(workshop=workshop, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The workshop is published. The members of the platform are told."))
    return redirect(workshop.get_absolute_url())


@login_required
def cancel(request, pk: int, slug: str):
    """Call a workshop off, with a reason."""
    workshop = workshop_to_organise(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_workshop(workshop=workshop, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The workshop is cancelled. Everybody who is registered is told by mail.")
            )
            return redirect(workshop.get_absolute_url())
    context = {"workshop": workshop, "form": form, "crumbs": crumbs(workshop.platform, workshop)}
    return render(request, "workshops/cancel.html", context)


@login_required
@require_POST
def seats(request, pk: int, slug: str):
    """Set the number of seats from the list of registrations."""
    workshop = workshop_to_organise(request, pk)
    form = SeatsForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["seats"])))
    else:
        try:
            actions.set_seats(workshop=workshop, seats=form.cleaned_data["seats"], by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The number of seats is saved. Whoever gets a seat by it is told."))
    return redirect(workshop.address("workshop_registrations"))


class _Forms:
    """The form of a workshop together with the rows of its sessions and of new experts.

    A button "add" shows one row more and checks nothing: what was typed stays as it was typed.
    """

    def __init__(
        self, request, *, platforms, workshop: Workshop | None = None, initial: dict | None = None
    ) -> None:
        self.is_posted = request.method == "POST"
        self.is_adding = self.is_posted and "add" in request.POST
        data = request.POST if self.is_posted else None
        # Cleaning writes into the instance; what the page shows beside the form must stay true.
        instance = copy(workshop) if workshop else None
        given = {"initial": initial} if initial else {}
        choices = {"platforms": platforms, "experts": Expert.objects.visible_to(request.user)}
        self.main = WorkshopForm(data, **choices, instance=instance, **given)
        rows = rows_of(workshop) if workshop and not self.is_posted else None
        self.sessions = SessionRows(data, prefix="sessions", initial=rows)
        self.experts = ExpertRows(data, prefix="experts")
        if self.is_adding:
            self._show_again(choices, instance)

    def are_valid(self) -> bool:
        if not self.is_posted or self.is_adding:
            return False
        # All three are asked, so that everything that is wrong is shown at once.
        return all([self.main.is_valid(), self.sessions.is_valid(), self.experts.is_valid()])

    def given(self) -> dict:
        return self.main.given() | {"sessions": self.sessions.given(), "new_experts": self.experts.given()}

    def context(self) -> dict:
        forms = [self.main, *self.sessions.forms, *self.experts.forms]
        is_wrong = self.is_posted and not self.is_adding and any(form.errors for form in forms)
        return {
            "form": self.main,
            "sessions": self.sessions,
            "experts": self.experts,
            "all_forms": forms,
            "is_wrong": is_wrong or bool(self.sessions.non_form_errors()),
        }

    def _show_again(self, choices: dict, instance) -> None:
        typed = {name: self.main[name].value() for name in self.main.fields}
        session_rows, expert_rows = self.sessions.typed(), self.experts.typed()
        self.main = WorkshopForm(**choices, instance=instance, initial=typed)
        self.sessions = SessionRows(prefix="sessions", initial=session_rows)
        self.experts = ExpertRows(prefix="experts", initial=expert_rows)

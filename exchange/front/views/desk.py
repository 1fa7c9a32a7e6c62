"""My desk: what this person has to do and what is new."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def desk(request):
    """The person's own page; what stands on it comes from the rooms' template tags."""
    return render(request, "front/desk.html")

"""The inbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exchange.notifications import actions
from exchange.notifications.models import Notification
from exchange.people.rules import is_own_address

PAGE_SIZE = 30


@never_cache
@login_required
def inbox(request):
    """What the person was told, day by day, newest first."""
    notifications = Notification.objects.visible_to(request.user)
    context = {
        "page_obj": Paginator(notifications, PAGE_SIZE).get_page(request.GET.get("page")),
        "has_unread": notifications.unread().exists(),
    }
    return render(request, "notifications/inbox.html", context)


@never_cache
@login_required
def open_one(request, pk: int):
    """Where a notification leads; from then on it is read."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notification=notification, by=request.user)
    return redirect(notification.url if is_own_address(notification.url) else "notifications")


@login_required
@require_POST
def read_all(request):
    """Everything is read."""
    count = actions.mark_all_read(by=request.user)
    if count:
        told = ngettext(
            "%(count)s notification is marked as read.", "%(count)s notifications are marked as read.", count
        )
        messages.success(request, told % {"count": count})
    return redirect("notifications")

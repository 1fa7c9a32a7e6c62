"""The bell on every page."""

from django import template

from exchange.notifications.models import Notification

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context) -> int:
    """How many notifications the person has not opened; asked once for a page."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return 0
    if not hasattr(request, "_unread_count"):
        request._unread_count = Notification.objects.visible_to(person).unread().count()
    return request._unread_count


@register.inclusion_tag("notifications/bell.html", takes_context=True)
def bell(context) -> dict:
    """The bell with the number of what is unread, leading to the inbox."""
    return {"count": unread_count(context)}

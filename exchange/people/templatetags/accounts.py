"""allauth's forms, drawn as ours."""

from django import template
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def opens_admin(person) -> bool:
    """Whether the person's groups open Wagtail's admin. One query; `perms` would read all that the person may do."""
    if not person.is_active or person.is_superuser:
        return person.is_active
    opening = {
        "permissions__content_type__app_label": "wagtailadmin",
        "permissions__codename": "access_admin",
    }
    return Group.objects.filter(user=person, **opening).exists()


@register.filter
def ours(form):
    """The visible fields of a form of allauth: labels stand above and are not repeated inside; help is short."""
    fields = form.visible_fields()
    for field in fields:
        attrs = field.field.widget.attrs
        attrs.pop("placeholder", None)
        if getattr(field.field.widget, "input_type", "") == "password":
            is_new = attrs.get("autocomplete") == "new-password" and field.name == "password1"
            field.help_text = (
                _("At least 10 characters. A short sentence is easy to remember.") if is_new else ""
            )
    return fields

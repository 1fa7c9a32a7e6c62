"""What every page of Wagtail's admin gets from us."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def mend_right_to_left():
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin.css"))


@hooks.register("insert_editor_js")
def send_each_form_once():
    return format_html('<script src="{}"></script>', static("pages/admin.js"))


@hooks.register("construct_help_menu")
def help_with_this_site_alone(request, items):
    """Pages about Wagtail on Wagtail's site, in English, are no help here."""
    items[:] = [item for item in items if not (item.url or "").startswith("http")]

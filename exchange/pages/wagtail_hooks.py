"""What every page of Wagtail's admin gets from us."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import choosers

# Labels that Wagtail makes out of the names of its fields, in English in every language.
LABELS = {
    "link_text": gettext_lazy("Words of the link"),
    "email_address": gettext_lazy("E-mail address"),
    "phone_number": gettext_lazy("Phone number"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Message"),
}
for _form in (
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.ExternalLinkChooserForm,
    choosers.PhoneLinkChooserForm,
):
    for _name in LABELS.keys() & _form.base_fields.keys():
        _form.base_fields[_name].label = LABELS[_name]


@hooks.register("insert_global_admin_css")
def mend_right_to_left():
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin.css"))


@hooks.register("insert_editor_js")
def send_each_form_once():
    script = '<script src="{}" data-no-results="{}"></script>'
    return format_html(script, static("pages/admin.js"), _("No tag begins like this; it will be a new one."))


@hooks.register("construct_help_menu")
def help_with_this_site_alone(request, items):
    """Pages about Wagtail on Wagtail's site, in English, are no help here."""
    items[:] = [item for item in items if not (item.url or "").startswith("http")]

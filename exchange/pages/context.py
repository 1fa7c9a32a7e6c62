"""What every template may name."""

from django.utils.translation import gettext_lazy as _


def network(request):
    """The name of the network, in the active language."""
    return {"network_name": _("Local Authorities Exchange")}

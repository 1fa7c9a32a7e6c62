from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "exchange.people"
    label = "people"
    verbose_name = _("People")


class AccountsInWagtail(WagtailUsersAppConfig):
    """Wagtail's list of users, with our accounts in it."""

    user_viewset = "exchange.people.wagtail_hooks.UserViewSet"

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "exchange.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        import wagtail.admin.mail

        from exchange.notifications.mail import Queued

        # Wagtail speaks to the mail server in the middle of a request, and offers no setting for another way.
        wagtail.admin.mail.get_connection = Queued

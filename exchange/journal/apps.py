from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "exchange.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from exchange.journal import checks  # noqa: F401  (registers the system checks)

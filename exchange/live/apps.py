from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class LiveConfig(AppConfig):
    name = "exchange.live"
    label = "live"
    verbose_name = pgettext_lazy("sent as it happens", "Live")

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "exchange.design"
    label = "design"

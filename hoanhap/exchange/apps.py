from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "hoanhap.exchange"
    label = "exchange"

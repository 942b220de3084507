from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "hoanhap.outreach"
    label = "outreach"

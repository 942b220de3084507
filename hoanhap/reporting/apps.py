from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "hoanhap.reporting"
    label = "reporting"

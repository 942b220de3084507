from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "hoanhap.access"
    label = "access"

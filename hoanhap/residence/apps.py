from django.apps import AppConfig


class ResidenceConfig(AppConfig):
    name = "hoanhap.residence"
    label = "residence"

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "hoanhap.casework"
    label = "casework"

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "hoanhap.programme"
    label = "programme"

from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "hoanhap.treatment"
    label = "treatment"

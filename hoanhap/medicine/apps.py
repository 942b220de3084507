from django.apps import AppConfig


class MedicineConfig(AppConfig):
    name = "hoanhap.medicine"
    label = "medicine"

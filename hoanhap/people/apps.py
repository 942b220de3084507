from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hoanhap.people"
    label = "people"

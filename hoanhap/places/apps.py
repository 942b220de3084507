from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "hoanhap.places"
    label = "places"

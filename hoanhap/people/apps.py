from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "hoanhap.people"
    label = "people"

    def ready(self) -> None:
        """Every room says what becomes of its rows when two files of one person are merged."""
        autodiscover_modules("merging")

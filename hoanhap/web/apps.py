from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hoanhap.web"
    label = "web"

    def ready(self) -> None:
        """Before the first page: the translations as they stand in the sources."""
        from hoanhap.web.translations import compile_changed

        compile_changed()

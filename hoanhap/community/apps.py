from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "hoanhap.community"
    label = "community"

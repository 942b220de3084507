"""Every page, room by room. Each room writes its addresses from the root: `/people/…`, `/episodes/…`."""

from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    "accounts",
    "audit",
    "casework",
    "people",
    "community",
    "residence",
    "outreach",
    "treatment",
    "medicine",
    "exchange",
    "law",
    "programme",
    "reporting",
    "places",
    "today",
    "ui",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"hoanhap.web.{room}.urls")) for room in ROOMS
]

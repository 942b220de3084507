"""The addresses of the pages about places."""

from django.urls import path

from hoanhap.web.places import units

urlpatterns = [
    path("places/", units.places, name="places"),
    path("places/<slug:unit_id>/", units.place, name="place"),
]

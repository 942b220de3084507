"""The trail, for who audits it."""

from django.urls import path

from hoanhap.web.audit import trail

urlpatterns = [
    path("trail/", trail.index, name="trail"),
    path("trail/heads/", trail.heads, name="trail-heads"),
]

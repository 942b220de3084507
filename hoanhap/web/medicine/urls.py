"""The addresses of the pages about medicine."""

from django.urls import path

from hoanhap.web.medicine import incidents

urlpatterns = [
    path("medicine/", incidents.listed, name="medicine"),
    path("medicine/incidents/new/", incidents.record, name="medicine-incident-new"),
    path(
        "medicine/incidents/<uuid:loss_id>/withdraw/", incidents.withdraw, name="medicine-incident-withdraw"
    ),
]

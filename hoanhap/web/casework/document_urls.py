"""The addresses of papers made here, of their numbers and of their templates."""

from django.urls import path

from hoanhap.web.casework import documents

urlpatterns = [
    path("episodes/<uuid:episode_id>/papers/", documents.index, name="episode-papers"),
    path("episodes/<uuid:episode_id>/papers/<slug:template>/", documents.draft, name="paper-new"),
    path("papers/<uuid:document_id>/", documents.show, name="paper"),
    path("papers/<uuid:document_id>/edit/", documents.edit, name="paper-edit"),
    path("papers/<uuid:document_id>/review/", documents.review, name="paper-review"),
    path("papers/<uuid:document_id>/issue/", documents.issue, name="paper-issue"),
    path("papers/<uuid:document_id>/withdraw/", documents.void, name="paper-void"),
    path("papers/<uuid:document_id>/file/<slug:kind>/", documents.file, name="paper-file"),
]

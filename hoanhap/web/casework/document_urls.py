"""The addresses of papers made here, of their numbers and of their templates."""

from django.urls import path

from hoanhap.web.casework import document_steps, documents, paper_forms, paper_numbers

urlpatterns = [
    path("episodes/<uuid:episode_id>/papers/", documents.index, name="episode-papers"),
    path("episodes/<uuid:episode_id>/papers/<slug:template>/", documents.draft, name="paper-new"),
    path("papers/numbers/", paper_numbers.index, name="paper-numbers"),
    path("papers/numbers/continue/", paper_numbers.go_on, name="paper-numbers-continue"),
    path("papers/numbers/<uuid:number_id>/withdraw/", paper_numbers.withdraw, name="paper-number-withdraw"),
    path("papers/templates/", paper_forms.index, name="paper-forms"),
    path("papers/templates/<slug:template>/", paper_forms.show, name="paper-form"),
    path("papers/templates/<slug:template>/edit/", paper_forms.edit, name="paper-form-edit"),
    path("papers/templates/<slug:template>/publish/", paper_forms.publish, name="paper-form-publish"),
    path("papers/templates/<slug:template>/discard/", paper_forms.discard, name="paper-form-discard"),
    path("papers/<uuid:document_id>/", documents.show, name="paper"),
    path("papers/<uuid:document_id>/edit/", documents.edit, name="paper-edit"),
    path("papers/<uuid:document_id>/review/", documents.review, name="paper-review"),
    path("papers/<uuid:document_id>/issue/", documents.issue, name="paper-issue"),
    path("papers/<uuid:document_id>/step/", document_steps.name, name="paper-step"),
    path("papers/<uuid:document_id>/withdraw/", documents.void, name="paper-void"),
    path("papers/<uuid:document_id>/file/<slug:kind>/", documents.file, name="paper-file"),
]

"""The gallery of components, for developers."""

from django.urls import path

from hoanhap.web.ui import gallery

urlpatterns = [
    path("ui/", gallery.index, name="ui"),
    path("ui/pages/<slug:name>/", gallery.page, name="ui-page"),
]

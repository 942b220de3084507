"""All addresses begin here; the pages are listed in `hoanhap.web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("hoanhap.web.urls"))]

handler400 = "hoanhap.web.errors.bad_request"
handler403 = "hoanhap.web.errors.not_found"
handler404 = "hoanhap.web.errors.not_found"
handler500 = "hoanhap.web.errors.server_error"

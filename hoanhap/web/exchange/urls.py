"""Pages of the room: addresses are written from the root."""

from django.urls import URLPattern, URLResolver, path

from hoanhap.web.exchange import imports, review, rows

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import-template"),
    path("imports/<uuid:batch_id>/", review.show, name="import"),
    path("imports/<uuid:batch_id>/go-on/", review.go_on, name="import-go-on"),
    path("imports/<uuid:batch_id>/enter/", review.enter, name="import-enter"),
    path("imports/<uuid:batch_id>/give-up/", review.give_up, name="import-give-up"),
    path("imports/<uuid:batch_id>/refused.csv", review.refused, name="import-refused"),
    path("imports/<uuid:batch_id>/rows/<int:number>/", rows.row, name="import-row"),
]

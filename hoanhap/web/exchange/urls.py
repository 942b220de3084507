"""Pages of the room: addresses are written from the root."""

from django.urls import URLPattern, URLResolver, path

from hoanhap.web.exchange import imports, lists, review, rows

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import-template"),
    path("imports/<uuid:batch_id>/", review.show, name="import"),
    path("imports/<uuid:batch_id>/go-on/", review.go_on, name="import-go-on"),
    path("imports/<uuid:batch_id>/enter/", review.enter, name="import-enter"),
    path("imports/<uuid:batch_id>/give-up/", review.give_up, name="import-give-up"),
    path("imports/<uuid:batch_id>/refused.csv", review.refused, name="import-refused"),
    path("imports/<uuid:batch_id>/rows/<int:number>/", rows.row, name="import-row"),
    path("lists/", lists.communes, name="lists"),
    path("lists/backlog/", lists.backlog, name="lists-backlog"),
    path("lists/<uuid:comparison_id>/", lists.side_by_side, name="lists-side-by-side"),
    path("lists/<uuid:comparison_id>/add/", lists.add, name="list-add"),
    path("lists/<uuid:comparison_id>/again/", lists.again, name="lists-again"),
    path("lists/entries/<uuid:entry_id>/", lists.entry, name="list-entry"),
    path("lists/rows/<uuid:row_id>/apart/", lists.apart, name="list-row-apart"),
    path("lists/sources/<uuid:source_id>/withdraw/", lists.withdraw, name="list-withdraw"),
]

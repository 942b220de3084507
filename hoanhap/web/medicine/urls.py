"""The addresses of the pages about medicine."""

from django.urls import path

from hoanhap.web.medicine import counts, days, incidents, moves, stock

urlpatterns = [
    path("medicine/", incidents.listed, name="medicine"),
    path("medicine/incidents/new/", incidents.record, name="medicine-incident-new"),
    path(
        "medicine/incidents/<uuid:loss_id>/withdraw/", incidents.withdraw, name="medicine-incident-withdraw"
    ),
    path("stock/", stock.everywhere, name="stocks"),
    path("stock/<uuid:place_id>/", stock.home, name="stock"),
    path("stock/<uuid:place_id>/books/new/", stock.new_book, name="stock-book-new"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/", stock.book, name="stock-book"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/places/new/", stock.new_place, name="stock-place-new"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/lines/", stock.lines, name="stock-lines"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/receive/", moves.receive, name="stock-receive"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/move/<str:direction>/", moves.move, name="stock-move"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/waste/", moves.put_aside, name="stock-waste"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/count/<str:moment>/", counts.count, name="stock-count"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/days/", counts.history, name="stock-days"),
    path("stock/<uuid:place_id>/lines/<uuid:line_id>/correct/", moves.correct, name="stock-line-correct"),
    path("stock/<uuid:place_id>/pages/<uuid:count_id>/", days.page, name="stock-page"),
    path("stock/<uuid:place_id>/pages/<uuid:count_id>/file/", days.page_file, name="stock-page-file"),
    path("stock/<uuid:place_id>/minutes/<uuid:minutes_id>/", days.minutes, name="stock-minutes"),
    path(
        "stock/<uuid:place_id>/minutes/<uuid:minutes_id>/file/", days.minutes_file, name="stock-minutes-file"
    ),
]

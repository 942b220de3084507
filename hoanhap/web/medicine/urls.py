"""The addresses of the pages about medicine."""

from django.urls import path

from hoanhap.web.medicine import (
    counts,
    days,
    explained,
    incidents,
    leaving,
    losses,
    moves,
    shipments,
    slips,
    stock,
    supply,
    yearly,
)

urlpatterns = [
    path("medicine/", incidents.listed, name="medicine"),
    path("medicine/incidents/new/", incidents.record, name="medicine-incident-new"),
    path(
        "medicine/incidents/<uuid:loss_id>/withdraw/", incidents.withdraw, name="medicine-incident-withdraw"
    ),
    path("medicine/year/", yearly.area, name="medicine-year"),
    path("medicine/year/file/<str:kind>/", yearly.area_file, name="medicine-year-file"),
    path("medicine/shortages/", supply.area, name="medicine-shortages"),
    path("medicine/incidents/<uuid:loss_id>/", losses.show, name="medicine-incident"),
    path("medicine/incidents/<uuid:loss_id>/report/", losses.report, name="medicine-incident-report"),
    path(
        "medicine/incidents/<uuid:loss_id>/reports/<uuid:report_id>/file/",
        losses.paper,
        name="medicine-incident-paper",
    ),
    path(
        "medicine/incidents/<uuid:loss_id>/reports/<uuid:report_id>/word/",
        losses.word,
        name="medicine-incident-word",
    ),
    path("medicine/lines/<uuid:line_id>/incident/", losses.of_line, name="medicine-incident-of-line"),
    path("stock/", stock.everywhere, name="stocks"),
    path("stock/<uuid:place_id>/explained/", explained.show, name="stock-reconcile"),
    path("stock/<uuid:place_id>/year/", yearly.place, name="stock-year"),
    path("stock/<uuid:place_id>/year/file/<str:kind>/", yearly.place_file, name="stock-year-file"),
    path("stock/<uuid:place_id>/outlook/", supply.place, name="stock-outlook"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/destroy/", leaving.destroy, name="stock-destroy"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/return/", leaving.send_back, name="stock-return"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/ward/", leaving.to_ward, name="stock-ward"),
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
    path("stock/<uuid:place_id>/books/<uuid:book_id>/slips/", slips.listed, name="stock-slips"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/slips/new/", slips.ask, name="stock-slip-new"),
    path("stock/<uuid:place_id>/slips/<uuid:slip_id>/", slips.show, name="stock-slip"),
    path("stock/<uuid:place_id>/slips/<uuid:slip_id>/sign/", slips.sign, name="stock-slip-sign"),
    path("stock/<uuid:place_id>/slips/<uuid:slip_id>/handover/", slips.hand_over, name="stock-slip-handover"),
    path("stock/<uuid:place_id>/slips/<uuid:slip_id>/end/", slips.end, name="stock-slip-end"),
    path("stock/<uuid:place_id>/slips/<uuid:slip_id>/file/", slips.file, name="stock-slip-file"),
    path("stock/<uuid:place_id>/lines/<uuid:line_id>/correct/", moves.correct, name="stock-line-correct"),
    path("stock/<uuid:place_id>/pages/<uuid:count_id>/", days.page, name="stock-page"),
    path("stock/<uuid:place_id>/pages/<uuid:count_id>/file/", days.page_file, name="stock-page-file"),
    path("stock/<uuid:place_id>/minutes/<uuid:minutes_id>/", days.minutes, name="stock-minutes"),
    path(
        "stock/<uuid:place_id>/minutes/<uuid:minutes_id>/file/", days.minutes_file, name="stock-minutes-file"
    ),
    path("stock/<uuid:place_id>/shipments/", shipments.listed, name="stock-shipments"),
    path("stock/<uuid:place_id>/shipments/<uuid:shipment_id>/", shipments.show, name="stock-shipment"),
    path("stock/<uuid:place_id>/shipments/<uuid:shipment_id>/accept/", shipments.accept, name="stock-accept"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/send/", shipments.send, name="stock-send"),
    path("stock/<uuid:place_id>/books/<uuid:book_id>/allotment/", shipments.allot, name="stock-allot"),
]

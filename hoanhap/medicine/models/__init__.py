from hoanhap.medicine.models.book_pages import (
    BoardMember,
    CountTry,
    CountTryLine,
    StockMinutes,
    StockMinutesLine,
    StockPage,
)
from hoanhap.medicine.models.incidents import IncidentLine, IncidentReport, MedicineIncident
from hoanhap.medicine.models.recalls import LotRecall
from hoanhap.medicine.models.shipments import Allotment, Arrival, Shipment
from hoanhap.medicine.models.slips import Slip, SlipEnd, SlipLine, SlipSignature
from hoanhap.medicine.models.stock import (
    ClosingBalance,
    Count,
    CountLine,
    Lot,
    StockAccount,
    StockBook,
    StockLine,
)

__all__ = [
    "Allotment",
    "Arrival",
    "BoardMember",
    "ClosingBalance",
    "Count",
    "CountLine",
    "CountTry",
    "CountTryLine",
    "IncidentLine",
    "IncidentReport",
    "Lot",
    "LotRecall",
    "MedicineIncident",
    "Shipment",
    "Slip",
    "SlipEnd",
    "SlipLine",
    "SlipSignature",
    "StockAccount",
    "StockBook",
    "StockLine",
    "StockMinutes",
    "StockMinutesLine",
    "StockPage",
]

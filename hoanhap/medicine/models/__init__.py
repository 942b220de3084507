from hoanhap.medicine.models.book_pages import (
    BoardMember,
    CountTry,
    CountTryLine,
    StockMinutes,
    StockMinutesLine,
    StockPage,
)
from hoanhap.medicine.models.incidents import IncidentLine, IncidentReport, MedicineIncident
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
    "BoardMember",
    "ClosingBalance",
    "Count",
    "CountLine",
    "CountTry",
    "CountTryLine",
    "IncidentLine",
    "IncidentReport",
    "Lot",
    "MedicineIncident",
    "StockAccount",
    "StockBook",
    "StockLine",
    "StockMinutes",
    "StockMinutesLine",
    "StockPage",
]

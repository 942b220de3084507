from hoanhap.medicine.models.book_pages import (
    CountTry,
    CountTryLine,
    StockMinutes,
    StockMinutesLine,
    StockPage,
)
from hoanhap.medicine.models.incidents import MedicineIncident
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
    "ClosingBalance",
    "Count",
    "CountLine",
    "CountTry",
    "CountTryLine",
    "Lot",
    "MedicineIncident",
    "StockAccount",
    "StockBook",
    "StockLine",
    "StockMinutes",
    "StockMinutesLine",
    "StockPage",
]

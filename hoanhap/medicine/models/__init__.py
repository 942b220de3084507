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
    "Lot",
    "MedicineIncident",
    "StockAccount",
    "StockBook",
    "StockLine",
]

from hoanhap.treatment.models.incidents import MedicineIncident
from hoanhap.treatment.models.stock import (
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

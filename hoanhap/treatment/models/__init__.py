from hoanhap.treatment.models.care import (
    DoseLimit,
    DoseOrder,
    DosingPlace,
    Enrolment,
    Hold,
    TakeHomeGrant,
)
from hoanhap.treatment.models.dosing import Dose, DoseDoubt, DoseOutcome, Vomiting
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
    "Dose",
    "DoseDoubt",
    "DoseLimit",
    "DoseOrder",
    "DoseOutcome",
    "DosingPlace",
    "Enrolment",
    "Hold",
    "Lot",
    "MedicineIncident",
    "StockAccount",
    "StockBook",
    "StockLine",
    "TakeHomeGrant",
    "Vomiting",
]

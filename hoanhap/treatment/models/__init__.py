from hoanhap.treatment.models.care import (
    DoseLimit,
    DoseOrder,
    DosingPlace,
    Enrolment,
    Hold,
    TakeHomeGrant,
)
from hoanhap.treatment.models.dosing import Dose, DoseDoubt, DoseOutcome, Vomiting
from hoanhap.treatment.models.signals import SignalEvidence, SignalReview, SignalTuning
from hoanhap.treatment.models.window import (
    BottleBack,
    IdentityCheck,
    MissedContact,
    PaperDose,
    PatientPhoto,
    Ticket,
    Withholding,
)

__all__ = [
    "BottleBack",
    "Dose",
    "DoseDoubt",
    "DoseLimit",
    "DoseOrder",
    "DoseOutcome",
    "DosingPlace",
    "Enrolment",
    "Hold",
    "IdentityCheck",
    "MissedContact",
    "PaperDose",
    "PatientPhoto",
    "SignalEvidence",
    "SignalReview",
    "SignalTuning",
    "TakeHomeGrant",
    "Ticket",
    "Vomiting",
    "Withholding",
]

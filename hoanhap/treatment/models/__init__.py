from hoanhap.treatment.models.cards import PatientCard
from hoanhap.treatment.models.care import (
    DoseLimit,
    DoseOrder,
    DosingPlace,
    Enrolment,
    Hold,
    TakeHomeGrant,
)
from hoanhap.treatment.models.dosing import Dose, DoseDoubt, DoseOutcome, Vomiting
from hoanhap.treatment.models.notes import (
    Appraisal,
    CareAlert,
    ClinicalNote,
    DrugTest,
    HivStatus,
    Interaction,
    SideEffect,
)
from hoanhap.treatment.models.signals import SignalEvidence, SignalReview, SignalTuning
from hoanhap.treatment.models.transfers import TransferAnswer, TransferOffer
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
    "Appraisal",
    "BottleBack",
    "CareAlert",
    "ClinicalNote",
    "Dose",
    "DoseDoubt",
    "DoseLimit",
    "DoseOrder",
    "DoseOutcome",
    "DosingPlace",
    "DrugTest",
    "Enrolment",
    "HivStatus",
    "Hold",
    "IdentityCheck",
    "Interaction",
    "MissedContact",
    "PaperDose",
    "PatientCard",
    "PatientPhoto",
    "SideEffect",
    "SignalEvidence",
    "SignalReview",
    "SignalTuning",
    "TakeHomeGrant",
    "Ticket",
    "TransferAnswer",
    "TransferOffer",
    "Vomiting",
    "Withholding",
]

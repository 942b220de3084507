from hoanhap.residence.models.conduct import Discipline, Escape, Incident, Rating, RatingReview
from hoanhap.residence.models.detox import DetoxDay
from hoanhap.residence.models.health import InfirmaryNote, MedicineUse
from hoanhap.residence.models.leaves import Leave, Visit
from hoanhap.residence.models.leaving import Notice, ReintegrationPlan, Support
from hoanhap.residence.models.points import Catchment, PointService
from hoanhap.residence.models.rolls import Roll, RollMark
from hoanhap.residence.models.stays import Placement, Stay
from hoanhap.residence.models.wards import Ward, WardBeds

__all__ = [
    "Catchment",
    "DetoxDay",
    "Discipline",
    "Escape",
    "Incident",
    "InfirmaryNote",
    "Leave",
    "MedicineUse",
    "Notice",
    "Placement",
    "PointService",
    "Rating",
    "RatingReview",
    "ReintegrationPlan",
    "Roll",
    "RollMark",
    "Stay",
    "Support",
    "Visit",
    "Ward",
    "WardBeds",
]

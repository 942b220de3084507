from hoanhap.outreach.models.activities import Activity, Audience, HeldWith, Programme, Topic
from hoanhap.outreach.models.alerts import Carrier, SubstanceAlert
from hoanhap.outreach.models.courses import Course, CourseParticipant, CourseSeats
from hoanhap.outreach.models.hotline import HotlineCall, HotlineTopic
from hoanhap.outreach.models.materials import Material, MaterialMove
from hoanhap.outreach.models.sessions import FacilitySession
from hoanhap.outreach.models.staff import StaffMember, StaffPost

__all__ = [
    "Activity",
    "Audience",
    "Carrier",
    "Course",
    "CourseParticipant",
    "CourseSeats",
    "FacilitySession",
    "HeldWith",
    "HotlineCall",
    "HotlineTopic",
    "Material",
    "MaterialMove",
    "Programme",
    "StaffMember",
    "StaffPost",
    "SubstanceAlert",
    "Topic",
]

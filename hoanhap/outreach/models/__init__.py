from hoanhap.outreach.models.activities import Activity, Audience, HeldWith, Programme, Topic
from hoanhap.outreach.models.alerts import Carrier, SubstanceAlert
from hoanhap.outreach.models.attendance import AttendanceEntry, AttendanceRow, AttendanceSheet
from hoanhap.outreach.models.courses import Course, CourseParticipant, CourseSeats
from hoanhap.outreach.models.hotline import HotlineCall, HotlineTopic
from hoanhap.outreach.models.materials import Material, MaterialMove
from hoanhap.outreach.models.photos import ActivityPhoto, ActivityPicture
from hoanhap.outreach.models.roster import RequiredPost, Secondment, StaffCertificate
from hoanhap.outreach.models.services import (
    GapClosed,
    PublicContact,
    ReviewItem,
    ServiceRegistration,
    ServiceSuspension,
    StandardReview,
)
from hoanhap.outreach.models.sessions import FacilitySession
from hoanhap.outreach.models.staff import StaffMember, StaffPost
from hoanhap.outreach.models.timetables import TimetableLine

__all__ = [
    "Activity",
    "ActivityPhoto",
    "ActivityPicture",
    "AttendanceEntry",
    "AttendanceRow",
    "AttendanceSheet",
    "Audience",
    "Carrier",
    "Course",
    "CourseParticipant",
    "CourseSeats",
    "FacilitySession",
    "GapClosed",
    "HeldWith",
    "HotlineCall",
    "HotlineTopic",
    "Material",
    "MaterialMove",
    "Programme",
    "PublicContact",
    "RequiredPost",
    "ReviewItem",
    "Secondment",
    "ServiceRegistration",
    "ServiceSuspension",
    "StaffCertificate",
    "StaffMember",
    "StaffPost",
    "StandardReview",
    "SubstanceAlert",
    "TimetableLine",
    "Topic",
]

from hoanhap.outreach.models.activities import Activity, Audience, Programme, Topic
from hoanhap.outreach.models.courses import Course, CourseParticipant, CourseSeats
from hoanhap.outreach.models.sessions import FacilitySession
from hoanhap.outreach.models.staff import StaffMember, StaffPost

__all__ = [
    "Activity",
    "Audience",
    "Course",
    "CourseParticipant",
    "CourseSeats",
    "FacilitySession",
    "Programme",
    "StaffMember",
    "StaffPost",
    "Topic",
]

from hoanhap.community.models.clubs import (
    ClubMembership,
    ClubSession,
    CounsellingPoint,
    PointVisit,
    Service,
)
from hoanhap.community.models.contacts import Contact
from hoanhap.community.models.field_notes import FieldNote, FieldNoteDecision
from hoanhap.community.models.needs import Domain, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.models.reaching_out import OutreachAttempt
from hoanhap.community.models.teams import Assignment, Team, TeamMember

__all__ = [
    "Assignment",
    "ClubMembership",
    "ClubSession",
    "Contact",
    "CounsellingPoint",
    "Domain",
    "FieldNote",
    "FieldNoteDecision",
    "Need",
    "NeedChange",
    "NeedsTalk",
    "OutreachAttempt",
    "PointVisit",
    "Service",
    "Support",
    "Team",
    "TeamMember",
]

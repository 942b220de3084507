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
from hoanhap.community.models.offers import (
    DisclosureConsent,
    LetterLine,
    Offer,
    Provider,
    ReferralLetter,
)
from hoanhap.community.models.outcomes import Betterment, Outcome
from hoanhap.community.models.reaching_out import OutreachAttempt
from hoanhap.community.models.teams import Assignment, Team, TeamMember

__all__ = [
    "Assignment",
    "Betterment",
    "ClubMembership",
    "ClubSession",
    "Contact",
    "CounsellingPoint",
    "DisclosureConsent",
    "Domain",
    "FieldNote",
    "FieldNoteDecision",
    "LetterLine",
    "Need",
    "NeedChange",
    "NeedsTalk",
    "Offer",
    "Outcome",
    "OutreachAttempt",
    "PointVisit",
    "Provider",
    "ReferralLetter",
    "Service",
    "Support",
    "Team",
    "TeamMember",
]

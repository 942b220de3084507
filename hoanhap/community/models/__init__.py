from hoanhap.community.models.contacts import Contact
from hoanhap.community.models.field_notes import FieldNote, FieldNoteDecision
from hoanhap.community.models.needs import Domain, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.models.teams import Assignment, Team, TeamMember

__all__ = [
    "Assignment",
    "Contact",
    "Domain",
    "FieldNote",
    "FieldNoteDecision",
    "Need",
    "NeedChange",
    "NeedsTalk",
    "Support",
    "Team",
    "TeamMember",
]

from hoanhap.community.models.contacts import Contact
from hoanhap.community.models.teams import Assignment, Team, TeamMember

__all__ = ["Assignment", "Contact", "Team", "TeamMember"]

from .contacts import Contact
from .teams import Assignment, Team, TeamMember

__all__ = ["Assignment", "Contact", "Team", "TeamMember"]

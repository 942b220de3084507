from hoanhap.casework.models.episodes import Episode, ManagementFile
from hoanhap.casework.models.law import BlankValue, CalendarDay, RegimeEdition
from hoanhap.casework.models.lists import SavedList
from hoanhap.casework.models.matters import DutyExcuse, NotMatched, Transfer
from hoanhap.casework.models.papers import Paper
from hoanhap.casework.models.spans import Duty, Phase
from hoanhap.casework.models.steps import Step

__all__ = [
    "BlankValue",
    "CalendarDay",
    "Duty",
    "DutyExcuse",
    "Episode",
    "ManagementFile",
    "NotMatched",
    "Paper",
    "Phase",
    "RegimeEdition",
    "SavedList",
    "Step",
    "Transfer",
]

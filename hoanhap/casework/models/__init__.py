from hoanhap.casework.models.documents import (
    Document,
    DocumentFile,
    NumberSeries,
    PaperEdition,
    ReservedNumber,
)
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
    "Document",
    "DocumentFile",
    "Duty",
    "DutyExcuse",
    "Episode",
    "ManagementFile",
    "NotMatched",
    "NumberSeries",
    "Paper",
    "PaperEdition",
    "Phase",
    "RegimeEdition",
    "ReservedNumber",
    "SavedList",
    "Step",
    "Transfer",
]

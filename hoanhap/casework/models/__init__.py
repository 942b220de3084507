from hoanhap.casework.models.episodes import Episode, ManagementFile
from hoanhap.casework.models.papers import Paper
from hoanhap.casework.models.steps import Step

__all__ = ["Episode", "ManagementFile", "Paper", "Step"]

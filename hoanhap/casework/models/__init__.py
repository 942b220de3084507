from .episodes import Episode, ManagementFile
from .papers import Paper
from .steps import Step

__all__ = ["Episode", "ManagementFile", "Paper", "Step"]

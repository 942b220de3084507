from hoanhap.programme.models.findings import Finding
from hoanhap.programme.models.plans import Plan, PlanEdition, PlanFile, PlanUnit, TaskReport
from hoanhap.programme.models.submissions import Submission, SubmissionCell, SubmissionMember

__all__ = [
    "Finding",
    "Plan",
    "PlanEdition",
    "PlanFile",
    "PlanUnit",
    "Submission",
    "SubmissionCell",
    "SubmissionMember",
    "TaskReport",
]

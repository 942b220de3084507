from hoanhap.programme.models.care_models import AddedModel, ModelActivity, ModelAdoption
from hoanhap.programme.models.classification import (
    AreaAction,
    AreaPlan,
    AreaStatement,
    CommuneClass,
    CommuneReview,
    CriteriaEdition,
    Recognition,
    ReviewStep,
)
from hoanhap.programme.models.documents_in_force import DocumentFile, DocumentLink, LegalDocument
from hoanhap.programme.models.findings import Finding
from hoanhap.programme.models.inspections import CorrectiveAction, Inspection
from hoanhap.programme.models.plan_drafts import PlanDraft
from hoanhap.programme.models.plans import Plan, PlanEdition, PlanFile, PlanUnit, TaskReport
from hoanhap.programme.models.published import PublishedFigures
from hoanhap.programme.models.submissions import Submission, SubmissionCell, SubmissionMember

__all__ = [
    "AddedModel",
    "AreaAction",
    "AreaPlan",
    "AreaStatement",
    "CommuneClass",
    "CommuneReview",
    "CorrectiveAction",
    "CriteriaEdition",
    "DocumentFile",
    "DocumentLink",
    "Finding",
    "Inspection",
    "LegalDocument",
    "ModelActivity",
    "ModelAdoption",
    "Plan",
    "PlanDraft",
    "PlanEdition",
    "PlanFile",
    "PlanUnit",
    "PublishedFigures",
    "Recognition",
    "ReviewStep",
    "Submission",
    "SubmissionCell",
    "SubmissionMember",
    "TaskReport",
]

from hoanhap.programme.models.findings import Finding
from hoanhap.programme.models.plans import Plan, PlanUnit

__all__ = ["Finding", "Plan", "PlanUnit"]

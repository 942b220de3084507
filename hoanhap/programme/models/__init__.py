from .findings import Finding
from .plans import Plan, PlanUnit

__all__ = ["Finding", "Plan", "PlanUnit"]

"""What the made-up provinces tell everybody of their plans: the last day of the plan, without small numbers."""

from hoanhap.config.demo_plans.records import Province
from hoanhap.programme.operations import publishing
from hoanhap.programme.queries import plan_bodies


def publish(code: str, province: Province) -> None:
    """The figures of the plan under this code, as they stand at the end of its period."""
    plan_id = plan_bodies.plan_named(code, scope=province.scope)
    period = plan_bodies.held(plan_id, scope=province.scope).body.period
    publishing.publish_figures(plan_id=plan_id, to_on=period.to_on, **province.given)

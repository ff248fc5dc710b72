"""Understanding action plans: their fields in all shapes, and the measures made of them."""

from lobra.reading.plans.period import period
from lobra.reading.plans.plan import is_plan, measures

__all__ = ["is_plan", "measures", "period"]

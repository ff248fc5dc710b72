"""Understanding action plans: their fields in all shapes, and the measures made of them."""

from lobra.reading.plans.plan import is_plan, measures, period

__all__ = ["is_plan", "measures", "period"]

"""Understanding action plans: their fields in all shapes, and the measures made of them."""

from lobra_data.reading.plans.plan import is_plan, measures

__all__ = ["is_plan", "measures"]

"""Puts the marks of a meeting's document together: head, attendance, items, outcomes, tables."""

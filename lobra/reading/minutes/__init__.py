"""Understanding minutes: head, attendance, items, outcomes, announced meetings, tables."""

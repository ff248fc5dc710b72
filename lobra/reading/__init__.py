"""Reads minutes, notices and action plans: facts with their lines, and every doubt."""

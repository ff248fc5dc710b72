"""Lobra: what a council's records become, from reading minutes in to a published report.

The records themselves, and the rules that say whether they are right, are in `lobra_data`.
"""

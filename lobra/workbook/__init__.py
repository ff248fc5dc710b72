"""The records as an Excel workbook and back, and CSV files as Excel saves them.

`writing` makes the workbook, `reading` understands what somebody has made of it, `by_hand` adds
what no person should have to write (ids, sources), `differences` says what would change.
"""

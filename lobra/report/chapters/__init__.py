"""The chapters of the report, a module each, in the words of the notebook."""

"""From parameters to a finished report, in the order of ARCHITECTURE.md."""

import sys

# jsonschema, which nbformat reads notebooks with, compiles 38 grammars with it for a check of web
# addresses that no schema of a notebook asks for, and does without where it isn't installed. That
# took longer than all else that is imported here.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

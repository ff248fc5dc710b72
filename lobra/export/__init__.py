"""A notebook as a report: one HTML page, a tagged PDF, a Word document.

`document` reads the notebook into nodes and decides all that the formats must agree on: levels,
numbers, captions, the cover. `html`, `typst` and `word` then draw the nodes, one function a kind.
"""

"""What the validator finds wrong with a PDF, for tests of made-up and of real reports."""

from __future__ import annotations

import re

import page as page_validation


def failures(pdf, profile):
    """What the validator finds wrong, apart from the one false alarm that we know.

    It counts a stream's length wrongly when its data ends in a carriage return; the length that
    the file states must then be the true one.
    """
    found = []
    for failure in page_validation.validate_pdf_bytes(pdf, profile=profile).failures:
        if "STREAM-LENGTH" not in str(failure) or not lengths_are_true(pdf):
            found.append(str(failure))
    return found


def lengths_are_true(pdf):
    starts = re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", pdf)
    return all(pdf[m.end() + int(m[1]) :].lstrip(b"\r\n").startswith(b"endstream") for m in starts)

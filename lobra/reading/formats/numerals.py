"""How a list writes its numbers: 1, a, A, iv, IV."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(number: int, kind: str) -> str:
    """A number as a list of that kind shows it; `kind` is a word of Office Open XML.

    >>> written(28, "lowerLetter"), written(7, "decimalZero")
    ('bb', '07')
    >>> written(14, "upperRoman"), written(1999, "lowerRoman"), written(0, "upperLetter")
    ('XIV', 'mcmxcix', '0')
    """
    if kind == "decimalZero":
        return f"{number:02}"
    if kind in ("lowerLetter", "upperLetter") and 0 < number < 1000:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters.upper() if kind == "upperRoman" else letters
    return str(number)

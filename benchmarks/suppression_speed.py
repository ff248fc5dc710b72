"""How long it takes to decide which counts of persons go: `python benchmarks/suppression_speed.py`.

Prints the slowest of many tables of each size, and how many of them lost their breakdown.
"""

from __future__ import annotations

import random
import time
from fractions import Fraction

from lobra.privacy.suppression import NOTHING, Cell, Sum, hidden

Cells = dict[str, Cell]
SIZES = [(1, 5, 100), (3, 3, 100), (5, 4, 50), (1, 90, 10), (10, 9, 10), (20, 10, 5), (50, 20, 1)]


def crossed(chance: random.Random, n_rows: int, n_columns: int) -> tuple[Cells, list[Sum]]:
    """A table of areas and ages with its totals, about a third of the counts small."""
    numbers = [0, 1, 2, 3, 4, *range(5, 60, 5)]
    inner = [[chance.choice(numbers) for _ in range(n_columns)] for _ in range(n_rows)]
    table = {f"{r}-{c}": n for r, row in enumerate(inner) for c, n in enumerate(row)}
    sums = []
    for r, row in enumerate(inner):
        table[f"{r}-alla"] = sum(row)
        sums.append(Sum(f"{r}-alla", tuple(f"{r}-{c}" for c in range(n_columns))))
    for c in range(n_columns) if n_rows > 1 else ():
        table[f"alla-{c}"] = sum(row[c] for row in inner)
        sums.append(Sum(f"alla-{c}", tuple(f"{r}-{c}" for r in range(n_rows))))
    return {key: Cell(Fraction(n)) for key, n in table.items()}, sums


def main() -> None:
    chance = random.Random(2026)
    for n_rows, n_columns, n_tables in SIZES:
        times, n_dropped = [], 0
        for _ in range(n_tables):
            cells, sums = crossed(chance, n_rows, n_columns)
            begun = time.process_time()
            spans = hidden(cells, sums, 5)[0]
            times.append(time.process_time() - begun)
            n_dropped += list(spans.values()).count(NOTHING) >= n_rows * n_columns
        print(
            f"{n_rows:3} x {n_columns:2}: slowest of {n_tables:3} {max(times):6.2f} s, "
            f"{n_dropped} without breakdown"
        )


if __name__ == "__main__":
    main()

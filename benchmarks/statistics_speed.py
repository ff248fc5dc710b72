"""Seven million rows of crime figures: how long the first import takes, and one area after it.

Run in the project's folder: `python benchmarks/statistics_speed.py [rows]`. It makes up a file as
Brå's database would give it (290 municipalities × 100 crimes × 20 years × 12 months), imports it,
and reads one municipality from the store and, for comparison, with plain pandas.read_csv. Each is
measured in a process of its own, with the most memory that it held.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from itertools import islice, product
from pathlib import Path

MONTHS = "Jan Feb Mar Apr Maj Jun Jul Aug Sep Okt Nov Dec".split()
ROWS = 290 * 100 * 20 * 12
MEASURED = """
import json, resource, sys, time
from pathlib import Path
path, folder = Path(sys.argv[1]), Path(sys.argv[2])
begun = time.perf_counter()
{work}
print(json.dumps({{
    "seconds": round(time.perf_counter() - begun, 2),
    "gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    "rows": n,
}}))
"""
IMPORT = """
from lobra.statistics import intake, registers, store
from lobra.statistics.asked import Asked
known = registers.load(None)
with store.importing(store.Store(folder)) as into:
    taken = intake.take_in(path, Asked(known), into, 2025, "add", "2026-11-26")
    for target, data in into.files().items():
        target.write_bytes(data)
n = taken.outcome.n_new
"""
STORE = """
from lobra.statistics.store import Store
n = len(Store(folder).figures(areas=["0180"]))
"""
PANDAS = """
import pandas as pd
frame = pd.read_csv(path, sep=";", encoding="latin-1", usecols=range(6))
n = len(frame[frame["Region"] == "Stockholms kommun"])
"""


def make(path: Path, n_rows: int) -> None:
    """The made-up file; counts are drawn anew for each row, so that nothing packs too well."""
    from lobra.statistics import registers

    names = [one.name for one in registers.load(None).areas.by_id.values() if len(one.code) == 4]
    chance = random.Random(2026)
    crimes = [f"Påhittat brott {n}" for n in range(1, 101)]
    rows = product([f"{name} kommun" for name in names], crimes, range(2006, 2026), MONTHS)
    rows_of_stockholm = (
        ("Stockholms kommun" if area == "Stockholm kommun" else area, *rest) for area, *rest in rows
    )
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write("Region;Brott;År;Period;Antal;/100 000 inv\r\n")
        for area, crime, year, month in islice(rows_of_stockholm, n_rows):
            count = chance.randrange(400)
            file.write(f"{area};{crime};{year};{month};{count};{count // 3};\r\n")


def measured(work: str, *arguments: Path) -> dict[str, float]:
    code = MEASURED.format(work=work)
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(run.stdout)


def main() -> None:
    n_rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with tempfile.TemporaryDirectory() as name:
        path, folder = Path(name) / "bra.csv", Path(name) / "store"
        folder.mkdir()
        make(path, n_rows)
        print(f"{n_rows} rows, {path.stat().st_size / 2**20:.0f} MB of CSV")
        for title, work in (("first import", IMPORT), ("one area", STORE), ("pandas", PANDAS)):
            found = measured(work, path, folder)
            print(
                f"{title:14}{found['seconds']:8} s{found['gigabytes']:8} GB{found['rows']:10} rows"
            )
        size = (folder / "figures.parquet").stat().st_size / 2**20
        print(f"the store has {size:.0f} MB")


if __name__ == "__main__":
    main()

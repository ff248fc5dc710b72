"""Which of several values for one figure is kept: within a file, and against what there was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

import pandas as pd

from lobra.statistics.figures import KEY, VALUES, Listed, Source
from lobra_data import words

_MEND = "Ange dagen då filen hämtades med --retrieved-on, så ersätter den nyare den äldre"


@dataclass
class Verdict:
    """The numbers of the rows that aren't kept, with why, and of those that say nothing new."""

    dropped: list[int] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    n_replaced: int = 0
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)

    def drop(self, number: int, why: Listed) -> None:
        self.dropped.append(int(number))
        self.listed.append(why)


def doubles(rows: pd.DataFrame) -> Verdict:
    """Rows of one file for the same figure: the fullest is kept, unless two values exclude each
    other. A final value goes before a preliminary one, a value before none (an echoed heading)."""
    verdict = Verdict()
    for _, group in rows.groupby(KEY, sort=False):
        known = group[group["value"].notna()]
        final = known[~known["is_preliminary"]]
        best = next((some for some in (final, known, group) if len(some)), group)
        if all(best[name].nunique() <= 1 for name in VALUES):
            fullest = int(best[VALUES].notna().sum(axis="columns").argmax())
            kept = best.iloc[fullest]
            for _, row in group[group["no"].ne(kept["no"])].iterrows():
                is_equal = bool(best["no"].eq(row["no"]).any())
                verdict.drop(row["no"], _repeated(row, kept, is_equal))
        else:
            said = " och ".join(f"{_amount(row)} (rad {row['row']})" for _, row in best.iterrows())
            for _, row in group.iterrows():
                fix = "Behåll den rad som är rätt"
                verdict.drop(
                    row["no"],
                    Listed(int(row["row"]), "value", f"olika tal för samma sak: {said}", fix),
                )
    return verdict


def _repeated(row: pd.Series, kept: pd.Series, is_equal: bool) -> Listed:
    of = f"rad {kept['row']}"
    if is_equal:
        what = f"samma som {of}"
    elif pd.isna(row["value"]):
        what = f"upprepar {of} utan tal"
    else:
        what = f"preliminärt; {of} är slutlig"
    return Listed(int(row["row"]), None, what, is_error=False)


def against(rows: pd.DataFrame, sources: Mapping[int, Source]) -> Verdict:
    """Rows of a new file for figures that are there with another value (`…_old`)."""
    if rows.empty:
        return Verdict()
    days = {key: one.retrieved_on for key, one in sources.items()}
    newer, older = (_day(rows[name], days) for name in ("source", "source_old"))
    is_same_status = rows["is_preliminary"].eq(rows["is_preliminary_old"])
    is_final = rows["is_preliminary_old"] & ~rows["is_preliminary"]
    is_dated = newer.ne("") & older.ne("")
    fills, is_within = _fills(rows), _is_within(rows)
    lacks = rows["value"].isna() & rows["value_old"].notna()
    replaces = is_final | (is_same_status & (fills | (is_dated & (newer > older))))
    replaces |= rows["value_old"].isna()
    replaces &= ~lacks
    known = ~replaces & ~lacks & is_same_status & is_within
    verdict = Verdict(
        known=[int(no) for no in rows.loc[known, "no"]], n_replaced=int(replaces.sum())
    )
    changed = replaces & rows["value"].ne(rows["value_old"]) & rows["value_old"].notna()
    verdict.changes = rows[changed]
    judged = rows.assign(lacks=lacks, is_stale=is_dated & (newer < older))
    for _, row in judged[~replaces & ~known].iterrows():
        verdict.drop(row["no"], _kept(row, sources))
    return verdict


def _kept(row: pd.Series, sources: Mapping[int, Source]) -> Listed:
    """Why the old value stands."""
    old = words.amount(row["value_old"])
    where = f"{sources[row['source_old']].file_name}, rad {row['row_old']}"
    at = int(row["row"])
    if row["lacks"]:
        return Listed(at, "value", f"talet saknas; det tidigare, {old}, står kvar", is_error=False)
    if row["is_preliminary"] and not row["is_preliminary_old"]:
        return Listed(at, "value", f"preliminärt; det slutliga, {old}, står kvar", is_error=False)
    if row["is_stale"]:
        return Listed(at, "value", f"äldre än {old}, som står kvar ({where})", is_error=False)
    return Listed(at, "value", f"{_amount(row)}, men {old} är redan infört ({where})", _MEND)


def _fills(rows: pd.DataFrame) -> pd.Series:
    """Whether the new row says all that the old one does, and more."""
    return _holds(rows, "", "_old") & ~_holds(rows, "_old", "")


def _is_within(rows: pd.DataFrame) -> pd.Series:
    return _holds(rows, "_old", "")


def _holds(rows: pd.DataFrame, one: str, other: str) -> pd.Series:
    """Whether every value of `other` is also one of `one`."""
    agree = (rows[name + other].isna() | rows[name + other].eq(rows[name + one]) for name in VALUES)
    return reduce(and_, agree)


def _day(source: pd.Series, days: Mapping[int, str]) -> pd.Series:
    return source.map(days).fillna("").astype(str)


def _amount(row: pd.Series) -> str:
    return words.amount(row["value"]) if pd.notna(row["value"]) else "inget tal"

"""What a person is told: the changes a line a row, and problems in the words of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lobra.workbook import layout
from lobra.workbook.layout import Labels, Sheet
from lobra_data.errors import Problem, quoted

Row = Mapping[str, str]
_N_SHOWN = 2  # columns that say which row is meant, where it has no label


def changes(
    before: Mapping[str, Sequence[Row]],
    now: Mapping[str, Mapping[str, Row]],
    was: Labels,
    becomes: Labels,
) -> tuple[list[str], dict[str, tuple[int, int, int]]]:
    """One line a row, sheet by sheet, and by sheet how many are added, changed and removed.

    `before` and `now` are rows by table, those of now by key; the labels are of before and after.
    What the machine makes is not told.
    """
    lines, counts = [], {}
    for table, sheet in layout.sheets().items():
        old = {row[sheet.table.key]: row for row in before[table]}
        added = [row for key, row in now[table].items() if key not in old]
        both = [(old[key], row) for key, row in now[table].items() if key in old]
        changed = [(one, other) for one, other in both if one != other]
        removed = [row for key, row in old.items() if key not in now[table]]
        if not added and not changed and not removed:
            continue
        counts[sheet.title] = len(added), len(changed), len(removed)
        lines.append(sheet.title)
        lines += [f"  + {name(becomes, table, row)}" for row in added]
        for one, other in changed:
            lines.append(f"  ~ {name(was, table, one)}")
            lines += [f"      {text}" for text in _values(sheet, one, other, was, becomes)]
        lines += [f"  - {name(was, table, row)}" for row in removed]
    return lines, counts


def name(labels: Labels, table: str, row: Row) -> str:
    """How a person would call a row: its label, else what stands in its first columns."""
    sheet = layout.sheets()[table]
    if label := labels.of_or_none(table).get(row[sheet.table.key]):
        return label
    names = [one for one in sheet.columns if not (one.name == "meeting_id" and row.get("item_id"))]
    shown = (" ".join(labels.shown(one, row[one.name]).split()) for one in names)
    parts = [one for one in shown if one]
    return layout.BETWEEN.join(parts[:_N_SHOWN])


def _values(sheet: Sheet, one: Row, other: Row, was: Labels, becomes: Labels) -> Iterator[str]:
    for column in sheet.columns:
        if one[column.name] != other[column.name]:
            old = was.shown(column, one[column.name])
            new = becomes.shown(column, other[column.name])
            yield f"{column.title}: {quoted(old) if old else 'tomt'} → " + (
                quoted(new) if new else "tomt"
            )


def problems(found: Iterable[Problem], *labels: Labels) -> list[str]:
    """Problems as a person meets them: sheet by sheet, from the top, from the left.

    `file` is the table, `field` its field or a heading; ids are told as what they are called.
    """
    names: dict[str, str] = {}
    for of in labels:
        for table in layout.LABELLED:
            names = of.of(table) | names
    return [_said(one, names) for one in sorted(found, key=_order)]


def _order(problem: Problem) -> tuple[int, int, int, str]:
    sheet = layout.sheets().get(problem.file)
    if sheet is None:
        return -1, 0, 0, problem.what
    headings = [one.title for one in sheet.columns]
    heading = sheet.shown_name(problem.field or "")
    column = headings.index(heading) if heading in headings else -1
    return layout.ORDER.index(sheet.table.name), problem.line or 0, column, problem.what


def _said(problem: Problem, names: Mapping[str, str]) -> str:
    sheet = layout.sheets().get(problem.file)
    title = sheet.title if sheet else problem.file
    where = f"{title}, rad {problem.line}" if problem.line else title
    heading = sheet.shown_name(problem.field) if sheet and problem.field else problem.field
    what, fix = (in_words(text, sheet, names) for text in (problem.what, problem.fix))
    return str(Problem(where, None, heading, what, fix))


def in_words(text: str, sheet: Sheet | None, names: Mapping[str, str]) -> str:
    """What the rulebook calls files, fields, words and rows as they are called in the workbook."""
    text = re.sub(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b", lambda id_: names.get(id_[0], id_[0]), text)
    text = text.replace(" och spara som UTF-8", "")
    for table, one in layout.sheets().items():
        text = re.sub(rf"\b{table}\.csv( \(\w+\))?", one.title, text)
        text = re.sub(rf"\b{table}:(\d+)", rf"{one.title}, rad \1", text)
    for column in sheet.columns if sheet else ():
        for word, label in column.field.labels.items():
            text = text.replace(f'"{word}"', f'"{label}"')
        if "_" in column.name:
            text = re.sub(rf"\b{column.name}\b", column.title, text)
    return text

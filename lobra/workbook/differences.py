"""What saving a workbook would do to the records: added, changed and removed rows, or why not.

A row that nobody touched keeps every byte. Rows that came into the records after the workbook was
made stay; a row that was changed in both is refused, since nobody knows which of the two is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lobra.privacy import rules as privacy_rules
from lobra.workbook import by_hand, cells, layout, told
from lobra.workbook.by_hand import Row
from lobra.workbook.layout import Column, Labels, Sheet
from lobra.workbook.reading import Content, Given
from lobra.workbook.writing import fingerprint
from lobra_data import files, saving, schema
from lobra_data.errors import LobraError, Problem, meant, quoted, shown

_AFTER = "Gör en ny arbetsbok med lobra edit och för in ändringen där"


@dataclass
class Plan:
    """What would be written, and what a person is told of it; nothing when something is wrong."""

    root: Path
    files: dict[Path, bytes] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Title of a sheet → how many rows are added, changed, removed."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def rows_of(records: files.Records, council: str) -> dict[str, list[Row]]:
    """The rows of one council by table; RecordsError when any can't be read."""
    return {
        name: [dict(one.values) for one in records.rows(name, council)] for name in layout.ORDER
    }


def all_rows(records: files.Records) -> dict[str, dict[str, Row]]:
    """Every council's rows by table and key."""
    return {
        name: {row.values[table.key]: dict(row.values) for row in records.rows(name)}
        for name, table in schema.load().items()
    }


def plan(content: Content, records: files.Records) -> Plan:
    """What the workbook would change in the records."""
    if content.council not in records.councils:
        raise LobraError(
            f"{shown(records.root)}: rådet {quoted(content.council)}, som arbetsboken gäller, "
            "finns inte här. Ange rätt mapp med --data."
        )
    return _Planning(content, records).plan()


class _Planning:
    def __init__(self, content: Content, records: files.Records) -> None:
        self.content, self.records, self.council = content, records, content.council
        self.before = rows_of(records, self.council)
        self.rows = all_rows(records)
        self.labels = Labels(all_rows(records))
        self.problems = list(content.problems)
        self.new: dict[str, list[tuple[str, Given]]] = {name: [] for name in layout.ORDER}
        self.old: dict[str, dict[str, Given]] = {name: {} for name in layout.ORDER}
        self.keys: dict[str, dict[str, list[str]]] = {}

    def plan(self) -> Plan:
        for table in self.content.rows:
            self._tell_apart(table)
        self._remove()
        for table in layout.ORDER:
            self._name_new(table)
        self._take_over()
        self._complete()
        out = Plan(self.records.root, notes=self.content.notes)
        now = {table: self._own(table) for table in layout.ORDER}
        out.changes, out.counts = told.changes(self.before, now, self.labels, Labels(self.rows))
        written = self._sources()
        self._check()
        out.problems = told.problems(self.problems, self.labels, Labels(self.rows))
        if not out.problems:
            out.files = self._files() | written
        return out

    def _problem(self, table: str, line: int | None, name: str | None, what: str, fix: str) -> None:
        self.problems.append(Problem(table, line, name, what, fix))

    # --- rows that were there, and new ones ---

    def _tell_apart(self, table: str) -> None:
        """A row with a known id is that row; a copy of it that was then changed is a new one."""
        given: dict[str, list[Given]] = {}
        for one in self.content.rows[table]:
            known = one.key in self.content.known[table]
            given.setdefault(one.key if known else "", []).append(one)
        for one in given.pop("", []):
            self.new[table].append(("", one))
        for key, rows in given.items():
            own = rows[0]
            if len(rows) > 1:
                same = [one for one in rows if self._is_untouched(table, key, one)]
                if len(same) != 1:
                    what = f"samma rad står också på rad {rows[0].line}"
                    fix = "Ta bort den ena, eller skriv en ny rad på en tom rad"
                    self._problem(table, rows[1].line, None, what, fix)
                    same = same or rows
                own = same[0]
                self.new[table] += [("", one) for one in rows if one is not own and len(same) == 1]
            self.old[table][key] = own
        self.new[table].sort(key=lambda one: one[1].line)

    def _is_untouched(self, table: str, key: str, given: Given) -> bool:
        row = self.rows[table].get(key)
        columns = layout.sheets()[table].columns
        return row is not None and all(self._is_same(row, one, given) for one in columns)

    def _is_same(self, row: Row, column: Column, given: Given) -> bool:
        there = self.labels.shown(column, row[column.name])
        return cells.is_same(column.field, there, given.cells[column.name])

    def _remove(self) -> None:
        for table in self.content.rows:
            for key, (mark, _) in self.content.known[table].items():
                row = self.rows[table].get(key)
                if key in self.old[table]:
                    continue
                if row and fingerprint(row) != mark:
                    what = f"raden {quoted(told.name(self.labels, table, row))} är borttagen här"
                    what += " men har ändrats i registren"
                    self._problem(table, None, None, what, _AFTER)
                elif row:
                    del self.rows[table][key]

    def _name_new(self, table: str) -> None:
        """Ids for new rows, and what other rows call them; done before any row is understood."""
        sheet = layout.sheets()[table]
        if table in layout.NEVER_NEW:
            for _, given in self.new[table]:
                what = "raden är ny, men sådana läggs inte till här"
                self._problem(table, given.line, None, what, layout.NEVER_NEW[table])
            self.new[table] = []
        keys: dict[str, list[str]] = {}
        others: dict[str, list[str]] = {}
        for key, row in self.rows[table].items() if table in layout.LABELLED else ():
            is_own = row["council_id"] == self.council
            of = keys if is_own else others
            of.setdefault(_folded(self.labels.of(table)[key]), []).append(key)
        named = []
        for _, given in self.new[table]:
            key = by_hand.new_key(table, given.cells, self.council, self.rows[table])
            empty = dict.fromkeys(sheet.table.names, "")
            self.rows[table][key] = empty | {sheet.table.key: key, "council_id": self.council}
            if table in layout.LABELLED:
                made = layout.label(table, partial(_typed, sheet, given))
                keys.setdefault(_folded(made), []).append(key)
            named.append((key, given))
        self.new[table] = named
        self.keys[table] = others | keys

    # --- what the cells say ---

    def _take_over(self) -> None:
        """Puts what the cells say into the rows."""
        for table, sheet in layout.sheets().items():
            for key, given in self.old[table].items():
                self._change(sheet, key, given)
            for key, given in self.new[table]:
                row = self.rows[table][key]
                row |= {one.name: self._value(sheet, one, given) for one in sheet.columns}

    def _change(self, sheet: Sheet, key: str, given: Given) -> None:
        table = sheet.table.name
        row = self.rows[table].get(key)
        is_same = self._is_untouched(table, key, given)
        mark = self.content.known[table][key][0]
        if row is None:
            what = "raden har tagits bort ur registren sedan arbetsboken gjordes"
            self._problem(
                table, given.line, None, what, "Ta bort den här också, eller skriv den på en ny rad"
            )
        elif is_same:
            return
        elif fingerprint(row) != mark:
            what = "raden har ändrats i registren sedan arbetsboken gjordes"
            self._problem(table, given.line, None, what, _AFTER)
        else:
            for one in sheet.columns:
                if not self._is_same(row, one, given):
                    row[one.name] = self._value(sheet, one, given)

    def _value(self, sheet: Sheet, column: Column, given: Given) -> str:
        text = given.cells[column.name]
        if column.target and text:
            return self._chosen(sheet, column, given.line, text)
        value, fault = cells.read(column.field, text)
        if fault:
            self._problem(sheet.table.name, given.line, column.name, *fault)
        return value

    def _chosen(self, sheet: Sheet, column: Column, line: int, text: str) -> str:
        """The id of the row that a label names."""
        target = str(column.target)
        found = self.keys[target].get(_folded(text), [])
        if len(found) == 1:
            return found[0]
        if not found and text in self.rows[target]:
            return text
        title = layout.sheets()[target].title
        if found:
            what = f"{quoted(text)} heter {len(found)} rader i {title}"
            fix = "Ge dem olika namn där, spara, och välj sedan här"
        else:
            known = (self.labels.of(target)[key] for key in self.labels.of(target))
            what = f"{quoted(text)} finns inte i {title}"
            fix = f"{meant(text, known)}Välj i listan, eller lägg först till raden i {title}"
        self._problem(sheet.table.name, line, column.name, what, fix)
        return ""

    def _complete(self) -> None:
        for step in (by_hand.complete, by_hand.place):
            for table in ("meetings", "forums", *layout.ORDER):
                for key, _ in self.new[table]:
                    step(table, self.rows[table][key], self.rows)
        for table in layout.ORDER:
            was = {row[layout.sheets()[table].table.key]: row for row in self.before[table]}
            for key in self.old[table]:
                row = self.rows[table].get(key)
                if row and key in was and row.get("document_id") != was[key].get("document_id"):
                    by_hand.place(table, row, self.rows)

    # --- sources, checks, files ---

    def _sources(self) -> dict[Path, bytes]:
        """The documents made here whose rows have changed, written anew."""
        touched = set()
        for table in layout.ORDER:
            key = schema.load()[table].key
            was = {row[key]: row for row in self.before[table]}
            now = self._own(table)
            for one in was.keys() | now.keys():
                if was.get(one) != now.get(one):
                    rows = (was.get(one, {}), now.get(one, {}))
                    touched |= {row.get("document_id", "") for row in rows}
        labels, out = Labels(self.rows), {}
        for key in sorted(touched):
            document = self.rows["documents"].get(key, {})
            if by_hand.is_by_hand(document):
                path = self.records.root / self.council / by_hand.file_of(document)
                out[path] = by_hand.written(document, self.rows, labels)
        return out

    def _own(self, table: str) -> dict[str, Row]:
        """The council's rows as they would be, the ones that were there first."""
        rows = self.rows[table]
        return {key: row for key, row in rows.items() if row["council_id"] == self.council}

    def _check(self) -> None:
        """The rulebook's word on all of it; a place that was already told of is not told twice."""
        places = self._places()
        proposed = {
            table: [
                files.Row(table, places[table].get(key, 0), row)
                for key, row in self._own(table).items()
            ]
            for table in layout.ORDER
        }
        told = {(one.file, one.line, one.field) for one in self.problems}
        # A row tells its sheet and the row there, not file and line.
        there = files.Proposed(self.records.root, self.council, proposed)
        found = privacy_rules.check(there, self.council)
        for one in found:
            if (one.file, one.line, one.field) not in told:
                self.problems.append(one)

    def _places(self) -> dict[str, dict[str, int]]:
        old = {
            name: {key: one.line for key, one in rows.items()} for name, rows in self.old.items()
        }
        return {name: old[name] | {key: one.line for key, one in self.new[name]} for name in old}

    def _files(self) -> dict[Path, bytes]:
        out = {}
        for table in layout.ORDER:
            rows = list(self._own(table).values())
            if rows != self.before[table]:
                path = self.records.path(self.council, table)
                out[path] = saving.csv_bytes(table, rows)
        return out


def _folded(label: str) -> str:
    return " ".join(cells.plain(label).split()).casefold()


def _typed(sheet: Sheet, given: Given, name: str) -> str:
    """A cell of a new row as its label shows it: a day as the records write it."""
    column = next((one for one in sheet.columns if one.name == name), None)
    if column is None:
        return ""
    text = given.cells[name]
    return cells.read(column.field, text)[0] if column.field.type == "date" else text

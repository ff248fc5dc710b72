"""Writes the made-up documents and the records that are read out of them, from `source/`.

Run `python demo/make_demo.py`. A source file is a document as it stands, with what is recorded
from a line in `> …` lines right below it; `notation.yaml` says what they mean. So every record
names the line that says it. Files of statistics, in `source/statistik/`, are read by
`lobra.statistics`. Nothing reads the clock: the same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from notation import NOTATION, TABLES, LineError, Rule, filled, pattern, written

from lobra_data import saving
from lobra_data.errors import LobraError, Problem, RecordsError, meant, quoted, shown
from lobra_data.files import Records

HERE = Path(__file__).resolve().parent
SOURCE, DOCUMENTS = HERE / "source", HERE / "documents"
STATISTICS = SOURCE / "statistik"
RETRIEVED_ON, LAST_YEAR = "2025-01-20", 2024


@dataclass
class Row:
    """A row of a table, and the file and line of the source that an error about it names."""

    table: str
    values: dict[str, str]
    place: tuple[str, int]

    @property
    def id(self) -> str:
        return self.values[TABLES[self.table].key]

    def put(self, values: dict[str, str]) -> None:
        """Fills columns; those that the table hasn't are an error in the notation."""
        self.values |= {name: written(self.table, name, text) for name, text in values.items()}


class Demo:
    """All rows by table, in their order and by name: id, id without bv-, key or name column."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.named: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
        self.later: list[tuple[Row, str]] = []
        self.documents: dict[Path, bytes] = {}
        self.problems: list[Problem] = []

    def add(self, row: Row, key: str) -> None:
        named = self.named[row.table]
        if taken := [name for name in (key, row.id) if name in named]:
            raise LineError(f"{quoted(taken[0])} finns redan", "Välj ett annat ord")
        self.rows[row.table].append(row)
        for name in (row.id, row.id.removeprefix("bv-"), key, row.values.get("name", "")):
            if name:
                named.setdefault(name, row)

    def find(self, table: str, name: str, place: tuple[str, int]) -> Row | None:
        """The row that a line names; it may come in a later document."""
        if name not in self.named[table]:
            what = f"{quoted(name)} finns inte i {TABLES[table].title}"
            fix = meant(name, self.named[table]) + "Rätta ordet eller lägg till det som saknas"
            self.problems.append(Problem(*place, None, what, fix))
        return self.named[table].get(name)

    def connect(self) -> None:
        """Completes rows with what other lines say of them, and puts ids where they are named."""
        for more, name in self.later:
            if row := self.find(more.table, name, more.place):
                row.values |= more.values
        for row in [row for rows in self.rows.values() for row in rows]:
            for link in TABLES[row.table].foreign_keys:
                name = row.values.get(link.field, "")
                if name and (other := self.find(link.table, name, row.place)):
                    row.values[link.field] = other.id

    def save(self) -> None:
        """Writes documents and records; RecordsError with all that is wrong in the sources."""
        self.connect()
        if self.problems:
            raise RecordsError(self.problems)
        records = HERE / "records" / NOTATION["usual"]["council_id"]
        tables = {
            records / f"{table}.csv": saving.csv_bytes(table, [row.values for row in rows])
            for table, rows in self.rows.items()
        }
        cleared = (SOURCE / "clearances.csv").read_bytes()
        tables[records / "clearances.csv"] = cleared  # what somebody says who has read all texts
        saving.save(self.documents | tables)
        for path in {*DOCUMENTS.glob("*.md")} - {*self.documents}:
            path.unlink()


class Reading:
    """One source file, read from the top; `context` is what a rule's {names} stand for."""

    def __init__(self, demo: Demo, path: Path, rules: list[Rule]) -> None:
        self.demo, self.path, self.rules = demo, path, rules
        self.source = path.read_text(encoding="utf-8").splitlines()
        self.lines = [line for line in self.source if not line.startswith(">")]
        self.context: dict[str, Any] = {"file": path.stem.partition("-")[2], "line": 0}
        self.above = self.rest = ""
        self.given: list[Row] = []
        self.counts: dict[str, Iterator[int]] = defaultdict(lambda: count(1))

    def read(self) -> None:
        is_wrong = False  # a line is; then what is marked below it says nothing new
        for number, text in enumerate(self.source, start=1):
            self.place, is_mark = (shown(self.path), number), text.startswith(">")
            is_wrong = is_wrong and is_mark
            try:
                if not is_mark:
                    self.said(text)
                elif not is_wrong:
                    self.marked(text[1:].strip())
            except LineError as error:
                is_wrong = not is_mark
                self.demo.problems.append(Problem(*self.place, None, *error.args))

    def said(self, text: str) -> None:
        """The next line of the document, by the rules without a mark."""
        self.rest = "\n".join(self.lines[self.context["line"] :])
        self.context |= {"line": self.context["line"] + 1, "here": defaultdict(str)}
        self.given = []
        for rule in [rule for rule in self.rules if not rule.mark]:
            if (found := self.match(rule)) is not None:
                self.record(rule, found)
            elif not rule.under and pattern(rule.line.split("\n")[0]).match(text):
                self.context = {rule.table: ""} | self.context
                raise LineError("raderna efter saknas", f"Skriv som {quoted(rule.line, 500)}")
        forms = [rule.line for rule in self.rules if self.is_due(rule, text)]
        if forms and not self.given:
            raise LineError("raden har inte rätt form", f"Skriv den som {quoted(forms[0], 200)}")
        if text and not text.startswith(("- ", "|")):
            self.above = text

    def is_due(self, rule: Rule, text: str) -> bool:
        """Whether a line stands where each has the form of such a rule: a list or table row."""
        if rule.mark or text[:2] not in ("- ", "| ") or rule.line[:2] != text[:2]:
            return False
        if rule.under:
            return pattern(rule.under).match(self.above) is not None
        head = self.lines[: self.context["line"] - 1][-2:]
        return all(line.startswith("|") for line in head)

    def marked(self, text: str) -> None:
        """What a `>` line says of the line above it."""
        if self.rest[:1] in ("", "\n"):
            raise LineError("anteckningen hör inte till någon rad", "Flytta den rakt under raden")
        if column := re.fullmatch(r"(\w+): (.+)", text):
            return self.put({column[1]: column[2]})
        rules = [rule for rule in self.rules if pattern(rule.mark).fullmatch(text)]
        if not rules:
            raise self.misspelt(text)
        for rule in rules:
            if (found := self.match(rule, text)) is None:
                what = f"raden ovanför {quoted(text)} har inte rätt form"
                raise LineError(what, f"Skriv den som {quoted(rule.line, 200)}")
            self.record(rule, found)

    def match(self, rule: Rule, mark: str = "") -> dict[str, str] | None:
        """What the forms of a rule find, if all of them fit."""
        fits = [
            pattern(rule.under or "{:.*}").match(self.above),
            pattern(rule.line or "{:.*}").match(self.rest),
            pattern(rule.mark).fullmatch(mark),
        ]
        if not all(fits):
            return None
        return {name: text for fit in fits if fit for name, text in fit.groupdict("").items()}

    def misspelt(self, text: str) -> LineError:
        first = re.compile(r"(?<![{\w])\w+")  # läge, arbete … of {kind:läge|arbete|…}, or the word
        marks = [rule.mark for rule in self.rules if rule.mark]
        forms = {word: mark for mark in marks for word in first.findall(mark.split(" ")[0])}
        word = text.split(" ")[0]
        if word in forms:
            return LineError(f"{quoted(text)} har inte rätt form", f"Skriv > {forms[word]}")
        fix = f"{meant(word, forms)}Orden är {', '.join(forms)}"
        return LineError(f"okänd anteckning {quoted(word)}", fix)

    def record(self, rule: Rule, texts: dict[str, str]) -> None:
        """Does what a rule says with what its forms found."""
        try:
            self.obey(rule, texts)
        except LineError as error:
            # told once: lines that lean on this one shall not be called wrong too
            self.context = {rule.table: "", error.missing: ""} | self.context
            raise

    def obey(self, rule: Rule, texts: dict[str, str]) -> None:
        found = {name: written(rule.table, name, text) for name, text in texts.items()}
        context = self.context | found
        if rule.id:
            self.add(rule, context, found)
        elif rule.row:
            more = Row(rule.table, filled(rule.values, context), self.place)
            self.demo.later.append((more, rule.row.format_map(context)))
        else:
            self.put(filled(rule.values, context))
        if rule.remember:
            self.context |= found

    def add(self, rule: Rule, context: dict[str, Any], found: dict[str, str]) -> None:
        table = TABLES[rule.table]
        forms = NOTATION["usual"] | rule.values | {table.key: rule.id}
        context |= {"nth": next(self.counts[rule.table]), "n": 0}
        context["n"] = next(self.counts[filled({"id": rule.id}, context)["id"]])
        row = Row(rule.table, {}, self.place)
        row.put(filled({n: form for n, form in forms.items() if n in table.names}, context))
        row.put({n: text for n, text in found.items() if n in table.names and text})
        self.demo.add(row, found.get("key", ""))
        self.given.append(row)
        self.context[rule.table] = self.context["here"][rule.table] = row.id
        if rule.table == "documents":
            raw = ("\n".join(self.lines) + "\n").encode()
            name, sha256 = self.path.name, hashlib.sha256(raw).hexdigest()
            row.put({"file_name": name, "n_lines": str(len(self.lines)), "sha256": sha256})
            self.demo.documents[DOCUMENTS / name] = raw

    def put(self, values: dict[str, str]) -> None:
        """Fills columns in what this line has given so far."""
        for name, text in values.items():
            rows = [row for row in self.given if name in TABLES[row.table].names]
            if not rows:
                what = f"raden ovanför har inte gett något som har kolumnen {quoted(name)}"
                raise LineError(what, "Rätta ordet eller flytta det sist")
            for row in rows:
                row.put({name: text})


def take_in_statistics(council: str) -> None:
    """Reads the files of statistics as `lobra stats` does, the registers of the folder known."""
    from lobra.statistics import council as councils  # only now: it takes long to load
    from lobra.statistics import intake, registers, store
    from lobra.statistics.asked import Asked

    known = registers.load(STATISTICS)
    names = {"areas.csv", "indicators.csv"}
    paths = [path for path in sorted(STATISTICS.glob("*.csv")) if path.name not in names]
    with store.importing(store.Store(None)) as into:
        for path in paths:
            taken = intake.take_in(path, Asked(known), into, LAST_YEAR, "stop", RETRIEVED_ON)
            if problems := [*taken.problems(), *intake.UnknownNamesError([taken]).problems]:
                raise RecordsError(problems)
        figures = into.figures(known.areas.by_id)
        wishes = councils.Wishes(sorted(set(figures["indicator"])), is_reviewed=True)
        share = councils.share(Records(HERE / "records"), council, into, known, wishes)
    documents = {DOCUMENTS / path.name: path.read_bytes() for path in paths}
    saving.save(share.files | documents)


def main() -> None:
    demo, kinds = Demo(), NOTATION["kinds"]
    for path in sorted(SOURCE.glob("*.md")):
        kind = path.stem.partition("-")[0]
        if kind in kinds:
            Reading(demo, path, [Rule(**rule) for rule in kinds[kind]]).read()
        else:
            fix = f"Börja filens namn med {', '.join(kinds)} och bindestreck"
            demo.problems.append(Problem(shown(path), None, None, "okänt slags fil", fix))
    try:
        demo.save()
        take_in_statistics(NOTATION["usual"]["council_id"])
    except LobraError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

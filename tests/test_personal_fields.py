"""What a field may hold of persons is declared, and what the public edition hides follows."""

import csv
import json
import shutil

import pytest
from conftest import ROOT
from seen import clear_all

from lobra.privacy import disclosure, editions
from lobra_data import files, schema
from lobra_data.errors import LobraError
from lobra_data.schema import COUNT, NAME

COUNCIL = "exempelkoping"
TABLES = schema.load()
FIELDS = {f"{t.name}.{f.name}": f for t in TABLES.values() for f in t.fields}


def is_free(table, field):
    """Whether anything may be written in the field, by what the descriptor says of its form."""
    keys = {table.key, *(key.field for key in table.foreign_keys)}
    is_bound = field.labels or "pattern" in field.raw.get("constraints", {})
    return field.type == "string" and field.name not in keys and not is_bound


FREE = {f"{t.name}.{f.name}" for t in TABLES.values() for f in t.fields if is_free(t, f)}


# ---- the declarations


@pytest.mark.parametrize(
    ("personal", "what"),
    [
        (None, "uppgiften saknas eller är okänd"),
        ({}, "uppgiften saknas eller är okänd"),
        ({"may": "text", "perhaps": True}, "uppgiften saknas eller är okänd"),
        ({"may": "anything"}, 'okänt slag "anything"'),
        ({"may": "none"}, "skälet (why) saknas"),
        ({"may": "text", "aims": True}, "skälet (why) saknas"),
        ({"may": "count"}, "det framgår inte vad som räknas (unit, most_of eller rate_of)"),
    ],
)
def test_a_field_that_does_not_say_what_it_may_hold_cannot_be_loaded(tmp_path, personal, what):
    package = json.loads(schema.DESCRIPTOR.read_text("utf-8"))
    field = package["resources"][0]["schema"]["fields"][1]
    field.pop("personal")
    field |= {"personal": personal} if personal is not None else {}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(package), "utf-8")
    with pytest.raises(LobraError) as error:
        schema.read(path)
    assert str(error.value) == (
        f"datapackage.json: councils.name: personal: {what}. Skriv vad kolumnen får innehålla om "
        "personer: none (med why), text, name eller count."
    )


def test_the_columns_that_a_count_names_are_there():
    for table in TABLES.values():
        for field in table.fields:
            said = field.personal
            named = {said.unit, said.told_by, said.most_of, said.rate_of, *said.same_if} - {""}
            assert {*said.part_of} <= {key.field for key in table.foreign_keys}
            assert named <= set(table.names), f"{table.name}.{field.name}"
            assert said.may == COUNT or not named, f"{table.name}.{field.name}"


def test_the_fields_that_count_persons_or_name_them_are_these():
    found = {name: f.personal.may for name, f in FIELDS.items() if f.personal.may in (COUNT, NAME)}
    assert found == {
        "people.name": "name",
        "activities.target_count": "count",
        "programme_results.value": "count",
        "observations.value": "count",
        "observations.value_max": "count",
        "statistics.value": "count",
        "statistics.per_100k": "count",
        "statistics.low": "count",
        "statistics.high": "count",
        "conflicts.value_a": "count",
        "conflicts.value_b": "count",
        "conflicts.resolved_value": "count",
    }


# ---- what follows from them


def rewrite(folder, table, change):
    path = folder / COUNCIL / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    rows = change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLES[table].names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def public(source, out):
    disclosure.prepare(files.find(source), out, editions.PUBLIC, 5)
    shown = files.Records(out)
    return {name: [row.values for row in shown.rows(name)] for name in TABLES}


def phrase(name):
    return f"tre {name.replace('.', '_')}_ungdomar"


@pytest.fixture(scope="module")
def shown_in_demo(tmp_path_factory):
    return public(ROOT / "demo" / "records", tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def planted(tmp_path_factory, shown_in_demo):
    """Records with a small count of persons of its own in each field that can hold words."""
    folder = tmp_path_factory.mktemp("planted") / "records"
    shutil.copytree(ROOT / "demo" / "records", folder)
    for name, table in TABLES.items():
        shown = {row[table.key] for row in shown_in_demo[name]} or None
        own = [field.name for field in table.fields if is_free(table, field)]

        def plant(rows, table=table, shown=shown, own=own):
            row = next(row for row in rows if shown is None or row[table.key] in shown)
            row |= {field: f"Stöd till {phrase(f'{table.name}.{field}')}." for field in own}
            return rows

        rewrite(folder, name, plant)
    return folder


def told(tables):
    text = "\n".join(value for rows in tables.values() for row in rows for value in row.values())
    return {name for name in FREE if phrase(name) in text}


def test_no_field_that_can_hold_words_shows_an_uncleared_text(planted, tmp_path):
    assert told(public(planted, tmp_path)) == set()


def test_every_field_that_can_hold_words_shows_a_cleared_text(planted, tmp_path):
    folder = shutil.copytree(planted, tmp_path / "records")
    clear_all(folder)
    named = {
        f"{name}.{field.name}" for name in ("people", "clearances") for field in TABLES[name].fields
    }
    assert told(public(folder, tmp_path / "shown")) == FREE - named


@pytest.fixture(scope="module")
def with_withheld(tmp_path_factory, shown_in_demo):
    """Records where a row of every table is there three times: as it was, sensitive, a draft."""
    folder = tmp_path_factory.mktemp("withheld") / "records"
    shutil.copytree(ROOT / "demo" / "records", folder)
    for name, table in TABLES.items():
        shown = {row[table.key] for row in shown_in_demo[name]}

        def add(rows, table=table, shown=shown):
            row = next((row for row in rows if row[table.key] in shown), rows[0])
            marks = {
                "visas": {},
                "kanslig": {"is_sensitive": "yes"},
                "utkast": {"is_reviewed": "no"},
            }
            kept = {mark: more for mark, more in marks.items() if more.keys() <= row.keys()}
            return rows + [row | more | {table.key: f"prov-{m}"} for m, more in kept.items()]

        rewrite(folder, name, add)
    return public(folder, tmp_path_factory.mktemp("shown"))


@pytest.mark.parametrize("name", TABLES)
def test_a_sensitive_row_and_a_draft_are_in_no_table(name, with_withheld):
    table = TABLES[name]
    found = {row[table.key] for row in with_withheld[name] if row[table.key].startswith("prov-")}
    assert found == (set() if table.has_names or name == "clearances" else {"prov-visas"})


def test_a_table_with_names_loses_its_rows(with_withheld):
    assert {name for name, rows in with_withheld.items() if not rows} == {"people", "clearances"}


@pytest.mark.parametrize(("smallest", "shown"), [(4, "4"), (5, "")])
def test_a_count_is_small_below_the_threshold_and_not_at_it(tmp_path, smallest, shown):
    data = shutil.copytree(ROOT / "demo" / "records", tmp_path / "records")
    persons = {"unit": "ungdomar", "counts_persons": "yes", "value": "4"}
    about = {"about": "Antal ungdomar", "value_a": "4", "value_b": "9"}
    for table, more in (
        ("observations", persons | {"what": "deltagare", "value_max": ""}),
        ("statistics", persons | {"indicator": "Unga", "per_100k": "7"}),
        ("programme_results", {"unit": "ungdomar", "value": "4"}),
        ("conflicts", about),
    ):
        key = {TABLES[table].key: "prov"}
        rewrite(data, table, lambda rows, more=more, key=key: [*rows, rows[0] | more | key])
    clear_all(data)
    out = tmp_path / "shown"
    disclosure.prepare(files.find(data), out, editions.PUBLIC, smallest)
    rows = {
        table: next(r.values for r in files.Records(out).rows(table) if "prov" in r.values.values())
        for table in ("observations", "statistics", "programme_results", "conflicts")
    }
    span = (shown, "") if shown else ("1", "4")
    assert (rows["observations"]["value"], rows["observations"]["value_max"]) == span
    assert rows["statistics"]["value"] == shown
    assert rows["statistics"]["per_100k"] == (shown and "7")
    assert rows["programme_results"]["value"] == shown
    assert (rows["conflicts"]["value_a"], rows["conflicts"]["value_b"]) == (shown or "1–4", "9")

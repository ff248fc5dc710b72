"""No small count of persons can be computed: solved for, in 500 tables and in whole records."""

import csv
import itertools
import json
import random
import time
from fractions import Fraction
from itertools import product

import pytest
from conftest import ROOT, lobra
from seen import clear_all

from lobra.build import current
from lobra.privacy import disclosure, editions, linear, suppression
from lobra.privacy.rules import check
from lobra.privacy.suppression import (
    DROPPED,
    NOTHING,
    REST,
    Cell,
    Sum,
    Told,
    declared,
    hidden,
)
from lobra_data import files, schema

SMALLEST = 5
NUMBERS = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 20, 31]


def cells(**numbers):
    return {name: Cell(Fraction(n)) for name, n in numbers.items()}


def found(table, *rules, smallest=SMALLEST):
    bounds = hidden(table, [Sum(rule[-1], tuple(rule[:-1])) for rule in rules], smallest)[0]
    return {k: (int(low), None if high is None else int(high)) for k, (low, high) in bounds.items()}


def test_a_small_count_alone_is_hidden_and_zero_is_not():
    assert found(cells(a=3, b=0, c=5)) == {"a": (1, 4)}


def test_the_smallest_larger_number_of_the_same_sum_goes_with_it():
    assert found(cells(a=2, b=9, c=30, all=41), "a b c all".split()) == {"a": (1, 4), "b": (7, 10)}


def test_a_reader_who_knows_that_the_other_number_is_no_small_one_learns_nothing():
    # were b (5) hidden, a could only be 1: b is known to be five or more
    assert found(cells(a=1, b=5, all=6), "a b all".split()) == {"a": (1, 4), "all": (6, 9)}


def test_two_small_counts_that_protect_each_other_need_no_more():
    assert found(cells(a=1, b=4, c=9, all=14), "a b c all".split()) == {"a": (1, 4), "b": (1, 4)}


def test_two_fours_need_a_third_number():
    assert set(found(cells(a=4, b=4, c=9, all=17), "a b c all".split())) == {"a", "b", "c"}


def test_the_parts_of_a_small_total_are_not_even_said_to_be_small():
    spans = found(cells(a=1, b=2, c=0, all=3), "a b c all".split())
    assert spans == {"a": (0, 4), "b": (0, 4), "all": (1, 4)}


def test_what_a_total_has_beyond_its_parts_is_protected():
    table = cells(a=20, b=28, all=50) | {"rest": Cell(Fraction(2), REST)}
    assert list(found(table, "a b rest all".split())) == ["a"]
    table = cells(a=20, b=20, all=50) | {"rest": Cell(Fraction(10), REST)}
    assert found(table, "a b rest all".split()) == {}


def test_a_row_left_out_as_sensitive_is_not_what_remains():
    table = cells(a=20, all=26) | {"b": Cell(Fraction(6), DROPPED)}
    assert list(found(table, "a b all".split())) == ["a"]


def test_of_a_threshold_of_two_a_one_is_not_shown_as_one():
    assert found(cells(a=1, b=7), smallest=2) == {"a": (0, 1)}


def random_table(chance):
    """Rows and columns of counts with all their totals."""
    n_rows, n_columns = chance.randint(1, 3), chance.randint(2, 3)
    inner = [[chance.choice(NUMBERS) for _ in range(n_columns)] for _ in range(n_rows)]
    table = {(r, c): inner[r][c] for r, c in product(range(n_rows), range(n_columns))}
    rules = []
    for r in range(n_rows):
        table[r, "all"] = sum(inner[r])
        rules.append([*((r, c) for c in range(n_columns)), (r, "all")])
    if n_rows > 1:
        for c in [*range(n_columns), "all"]:
            table["all", c] = sum(table[r, c] for r in range(n_rows))
            rules.append([*((r, c) for r in range(n_rows)), ("all", c)])
        rules.append([*(("all", c) for c in range(n_columns)), ("all", "all")])
    return table, rules


def fits(table, rules, domains, fixed):
    """Whether whole numbers from the ranges fulfil every sum: a search of all, the truth first."""
    spans = {key: (n, n) for key, n in table.items()}
    spans |= {key: (some[0], some[-1]) for key, some in domains.items()}
    todo = [spans | {fixed[0]: (fixed[1], fixed[1])}]
    while todo:
        spans = narrowed(todo.pop(), rules)
        left = [(high - low, str(key), key) for key, (low, high) in spans.items() if low < high]
        if spans and not left:
            return True
        if left:
            key = min(left)[-1]
            values = range(spans[key][0], spans[key][1] + 1)
            near = sorted(values, key=lambda n: -abs(n - table[key]))
            todo += [spans | {key: (n, n)} for n in near]
    return False


def narrowed(spans, rules):
    """What each sum leaves of the ranges of its numbers; empty when it leaves nothing."""
    before = None
    while before != spans:
        before = dict(spans)
        for *parts, whole in rules:
            low, high = (sum(spans[key][end] for key in parts) for end in (0, 1))
            least, most = spans[whole]
            spans[whole] = (max(least, low), min(most, high))
            for key in parts:
                a, b = spans[key]
                spans[key] = (max(a, least - (high - b)), min(b, most - (low - a)))
            if any(spans[key][0] > spans[key][1] for key in (*parts, whole)):
                return {}
    return spans


def told(table, rules, spans, rests=()):
    """The hidden cells of which the reader can rule out a value that the rule must leave open.

    Of what a total has beyond its parts, no more is known before than that it isn't negative.
    """
    domains = {}
    for key, (low, high) in spans.items():
        n = table[key]
        most = n + 30 if high is None else min(high, n + 30)
        small = range(low, max(SMALLEST, most + 1))
        domains[key] = small if n < SMALLEST else range(max(SMALLEST, n - 6), n + 7)
    domains |= {key: range(table[key] + 7) for key in rests}
    bad = []
    for key in spans:
        n = table[key]
        if key in rests and not 0 < n < SMALLEST:
            continue
        if n < SMALLEST:
            open_values = range(1, SMALLEST) if n else [0, 1]
            bad += (
                [key] if not all(fits(table, rules, domains, (key, v)) for v in open_values) else []
            )
        elif n:
            others = sorted((v for v in domains[key] if v != n), key=lambda v: abs(v - n))
            if not any(fits(table, rules, domains, (key, v)) for v in others):
                bad.append(key)
    return bad


def test_in_200_tables_every_hidden_number_can_still_be_all_that_it_might():
    chance = random.Random(20231)
    n_hidden = n_more = 0
    for _ in range(200):
        table, rules = random_table(chance)
        named = {str(key): Cell(Fraction(n)) for key, n in table.items()}
        spans = found(named, *([str(key) for key in rule] for rule in rules))
        spans = {key: spans[str(key)] for key in table if str(key) in spans}
        assert {key for key, n in table.items() if 0 < n < SMALLEST} <= set(spans)
        assert told(table, rules, spans) == [], (table, spans)
        n_hidden += len(spans)
        n_more += sum(table[key] >= SMALLEST for key in spans)
    assert n_hidden > 600 and n_more > 300  # and most tables did need more than the small counts


def derived(table, rules, spans):
    """The hidden small counts that can't be anything else than what they are."""
    domains = {}
    for key, (low, high) in spans.items():
        most = max(SMALLEST, table[key] + 7)
        domains[key] = range(low, 1 + (most if high is None else min(high, most)))
    return [
        key
        for key in spans
        if 0 < table[key] < SMALLEST
        and not any(fits(table, rules, domains, (key, n)) for n in domains[key] if n != table[key])
    ]


def two_ways(chance):
    """A table whose rows and whose columns make up the same persons, and which of its counts are
    stated: all, some, or only the totals of either way."""
    table = {}
    while ("all", 0) not in table:
        table, _ = random_table(chance)
    inner = [key for key in table if "all" not in key]
    left_out = chance.choice([[], chance.sample(inner, chance.randint(1, len(inner))), inner])
    return table, [key for key in table if key not in left_out]


def edition(table, stated, before=()):
    """What is hidden, as spans, all that the edition tells, and the sums with all they are of."""
    rows = {(r, c): ("all" if c == "all" else r, "all") for r, c in stated if r != "all"}
    columns = {(r, c): ("all", "all" if r == "all" else c) for r, c in stated if c != "all"}
    ways = [{str(part): str(whole) for part, whole in way.items()} for way in (rows, columns)]
    named = {str(key): Cell(Fraction(table[key])) for key in stated}
    counts, sums = declared(named, *ways)
    spans, tables = hidden(counts, sums, SMALLEST, before)
    rests = {key: (0, None) for key, cell in counts.items() if cell.state == REST}
    bounds = {
        k: (int(low), None if high is None else int(high)) for k, (low, high) in spans.items()
    }
    numbers = {key: int(cell.value) for key, cell in counts.items()}
    return bounds, tables, rests, numbers, [[*one.parts, one.whole] for one in sums]


def changed_a_little(chance, table):
    """The same table a year later: a few of its counts have changed, and its totals with them."""
    new = {key: n for key, n in table.items() if "all" not in key}
    for key in chance.sample([*new], chance.randint(1, 2)):
        new[key] = chance.choice(NUMBERS)
    for r, c in table:
        rows = {one for one, _ in table if one != "all"} if r == "all" else {r}
        columns = {one for _, one in table if one != "all"} if c == "all" else {c}
        new[r, c] = sum(new[row, column] for row in rows for column in columns)
    return new


def seen_in_both(first, second):
    """All numbers, sums and unknowns of two editions, for a reader who knows which numbers have
    changed: those are two numbers, the others one, known as soon as one edition shows it."""
    (spans, _, rests, was, rules), (later, _, new_rests, now, new_rules) = first, second
    then = {key: key if was[key] == now.get(key) else f"then {key}" for key in was}
    shown = {key for key in was if then[key] == key and key not in spans and key not in rests}
    unknown = {then[key]: span for key, span in (rests | spans).items()} | new_rests | later
    return (
        now | {then[key]: n for key, n in was.items()},
        [*new_rules, *([then[key] for key in rule] for rule in rules)],
        {key: span for key, span in unknown.items() if key not in shown},
    )


@pytest.mark.slow
def test_in_300_tables_split_two_ways_no_small_count_can_be_worked_out_from_two_editions():
    chance = random.Random(20261010)
    n_derived, n_rests, times = 0, 0, []
    for _ in range(300):
        table, stated = two_ways(chance)
        new = changed_a_little(chance, table)
        begun = time.process_time()
        first = edition(table, stated)
        second = edition(new, stated, first[1])
        times.append(time.process_time() - begun)
        assert first[0].keys() <= second[0].keys()
        assert edition(new, stated, [*first[1], *second[1]]) == second
        assert derived(*seen_in_both(first, second)) == [], (table, new, stated)
        n_derived += bool(derived(*seen_in_both(first, edition(new, stated))))
        n_rests += bool(first[2])
    assert n_derived > 20  # and the second edition on its own would often have told one
    assert n_rests > 50 and max(times) < 1


def test_a_table_that_loses_its_breakdown_tells_nothing_by_the_totals_of_two_ways(monkeypatch):
    monkeypatch.setattr(suppression, "WORK", 0)
    # a is all of one whole and, with b, of another: what is between the wholes is b
    counts, sums = declared(
        cells(a=20, b=3, ett=20, två=23), {"a": "ett"}, {"a": "två", "b": "två"}
    )
    assert hidden(counts, sums, SMALLEST)[0] == dict.fromkeys(["a", "b", "två"], NOTHING)
    chance = random.Random(20261127)
    for _ in range(60):
        table, stated = two_ways(chance)
        spans, _, rests, numbers, rules = edition(table, stated)
        assert derived(numbers, rules, rests | spans) == [], (table, stated)


def test_hiding_only_the_small_counts_would_give_them_away():
    table = {"a": 2, "b": 9, "all": 11}
    assert told(table, [["a", "b", "all"]], {"a": (1, 4)}) == ["a"]


def test_bounds_are_exact_where_single_sums_say_nothing():
    """e = (a+b) + (c+d) - (a+c) - (b+d) + e: no single sum tells it, all together do."""
    free = {name: (Fraction(0), None) for name in "abcde"}
    rules = [("ab", 9), ("cd", 11), ("ac", 8), ("bde", 15)]
    equations = [({name: 1 for name in names}, Fraction(n)) for names, n in rules]
    programme = linear.Programme(free, equations, linear.Effort(10_000))
    assert programme.bounds("e") == (3, 3)


def test_an_unknown_has_no_greatest_value_where_nothing_limits_it():
    free = {"a": (Fraction(1), Fraction(4)), "b": (Fraction(5), None), "c": (Fraction(0), None)}
    difference = [({"a": 1, "b": 1, "c": -1}, Fraction(2)), ({"a": 1, "c": 1}, Fraction(9))]
    programme = linear.Programme(free, difference[:1], linear.Effort(99))
    bounds = {key: programme.bounds(key) for key in "abc"}
    assert bounds == {"a": (1, 4), "b": (5, None), "c": (4, None)}


def test_in_whatever_order_they_are_asked_for_bounds_are_the_same():
    free = {"a": (Fraction(1), Fraction(4)), "b": (Fraction(5), None), "c": (Fraction(0), None)}
    equations = [({"a": 1, "b": 1, "c": -1}, Fraction(2)), ({"a": 1, "c": 1}, Fraction(9))]
    right = {"a": (1, 3), "b": (5, 9), "c": (6, 8)}
    for order in itertools.product("abc", repeat=4):
        programme = linear.Programme(free, equations, linear.Effort(9999))
        assert [programme.bounds(key) for key in order] == [right[key] for key in order]


def test_sums_that_contradict_each_other_have_no_bounds():
    free = {"a": (Fraction(1), Fraction(4)), "b": (Fraction(5), None)}
    with pytest.raises(ValueError, match="contradict"):
        linear.Programme(free, [({"a": 1, "b": 1}, Fraction(5))], linear.Effort(99)).bounds("a")


def sums_of(numbers, wholes):
    table, rules = declared(cells(**numbers), wholes)
    return [[*rule.parts, rule.whole] for rule in rules], table


def test_a_whole_that_is_split_two_ways_has_a_sum_and_a_rest_for_each():
    by_age, by_area = {"unga": "all", "äldre": "all"}, {"norr": "all", "söder": "all"}
    numbers = cells(unga=3, äldre=9, norr=5, söder=6, all=12)
    counts, sums = declared(numbers, by_age, by_area)
    assert sums == [
        Sum("all", ("unga", "äldre")),
        Sum("all", ("norr", "söder", "all – rest 2")),
    ]
    assert counts == numbers | {"all – rest 2": Cell(Fraction(1), REST)}


def test_parts_that_fill_their_whole_are_a_sum():
    rules, table = sums_of({"a": 3, "b": 9, "all": 12}, {"a": "all", "b": "all", "all": None})
    assert rules == [["a", "b", "all"]]
    assert table == cells(a=3, b=9, all=12)


def test_what_a_whole_has_beyond_its_parts_is_a_count_of_its_own():
    rules, table = sums_of({"a": 9, "b": 9, "all": 20}, {"a": "all", "b": "all"})
    (rest,) = table.keys() - {"a", "b", "all"}
    assert (rules, table[rest]) == ([["a", "b", rest, "all"]], Cell(Fraction(2), REST))


def test_a_part_may_be_a_whole_itself():
    rules, _ = sums_of({"a": 1, "b": 8, "c": 9, "all": 17}, {"a": "c", "b": "c", "c": "all"})
    assert [rule[:2] for rule in rules] == [["a", "b"], ["c", "all – rest 1"]]


def test_parts_of_more_than_their_whole_are_no_sum():
    assert sums_of({"a": 9, "b": 9, "all": 12}, {"a": "all", "b": "all"})[0] == []


def test_numbers_that_add_up_without_saying_so_are_no_sum():
    assert sums_of({"a": 3, "b": 9, "all": 12}, {"a": None, "b": None, "all": None})[0] == []


def write(folder, table, rows):
    path = folder / "exempelkoping" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        old = [*csv.DictReader(file)]
    new = [old[0] | one for one in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(old[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*old, *new])
    clear_all(folder)


@pytest.fixture
def demo_copy(tmp_path):
    import shutil

    return shutil.copytree(ROOT / "demo" / "records", tmp_path / "records")


def public(folder, tmp_path, table, key):
    out = tmp_path / "shown"
    disclosure.prepare(files.find(folder), out, editions.PUBLIC, SMALLEST)
    return {r.values[key]: r.values for r in files.Records(out).rows(table)}


def test_a_statistic_goes_with_its_rate_its_share_and_the_number_that_would_tell_it(
    demo_copy, tmp_path
):
    rows = [
        ("flickor", "Misstänkta flickor", "3", "personer", "10", "yes", "alla"),
        ("pojkar", "Misstänkta pojkar", "9", "personer", "29", "yes", "alla"),
        ("alla", "Misstänkta", "12", "personer", "39", "yes", ""),
        ("andel", "Misstänkta flickor", "25", "procent", "", "no", ""),
        ("bara-takt", "Andra", "", "personer", "7", "yes", ""),
    ]
    names = "statistic_id indicator value unit per_100k counts_persons part_of".split()
    write(demo_copy, "statistics", [dict(zip(names, r, strict=True)) for r in rows])
    shown = public(demo_copy, tmp_path, "statistics", "statistic_id")
    said = {r[0]: (shown[r[0]]["value"], shown[r[0]]["per_100k"]) for r in rows}
    nothing = ("", "")
    assert said == {
        "flickor": nothing, "pojkar": nothing, "alla": ("12", "39"), "andel": nothing,
        "bara-takt": nothing,
    }  # fmt: skip


def test_observations_show_the_span_that_anybody_could_work_out(demo_copy, tmp_path):
    rows = [
        {"observation_id": "a", "what": "flickor i läxhjälp", "value": "3", "part_of": "c"},
        {"observation_id": "b", "what": "pojkar i läxhjälp", "value": "9", "part_of": "c"},
        {"observation_id": "c", "what": "ungdomar i läxhjälp", "value": "12"},
        {"observation_id": "d", "what": "ungdomar på läger", "value": "3", "value_max": "8"},
    ]
    write(demo_copy, "observations", [one | {"unit": "unga", "place": ""} for one in rows])
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    spans = {k: (shown[k]["value"], shown[k]["value_max"]) for k in "abcd"}
    assert spans == {"a": ("1", "4"), "b": ("8", "11"), "c": ("12", ""), "d": ("1", "8")}


def random_trees(chance, n_trees):
    """Numbers by key, the whole of each part, and what each whole has beyond its parts."""
    table, wholes, rests = {}, {}, {}
    for n in range(n_trees):
        parts = [f"t{n}-{k}" for k in range(chance.randint(1, 3))]
        table |= {key: chance.choice(NUMBERS) for key in parts}
        for group, whole in (
            (parts[:2], f"t{n}-några"),
            ([f"t{n}-några", *parts[2:]], f"t{n}-alla"),
        ):
            rests[whole] = chance.choice([0, 0, 0, 1, 2, 4, 6, 11])
            table[whole] = sum(table[key] for key in group) + rests[whole]
            wholes |= dict.fromkeys(group, whole)
    return table, wholes, rests


def test_in_100_records_with_declared_sums_every_hidden_number_can_still_be_all_that_it_might(
    demo_copy, tmp_path
):
    table, wholes, rests = random_trees(random.Random(20261126), 100)
    rows = [
        {"observation_id": key, "value": str(n), "unit": "unga", "part_of": wholes.get(key, "")}
        for key, n in table.items()
    ]
    write(demo_copy, "observations", [one | {"counts_persons": "yes"} for one in rows])
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    n_more = n_gone = 0
    for n in range(100):
        mine = {key: value for key, value in table.items() if key.startswith(f"t{n}-")}
        spans = {}
        for key, value in mine.items():
            row = shown.get(key, {"value": "0", "value_max": ""})
            if key not in shown or row["value_max"]:
                spans[key] = (int(row["value"]), int(row["value_max"]) if key in shown else None)
            else:
                assert row["value"] == str(value)
        assert {key for key, value in mine.items() if 0 < value < SMALLEST} <= set(spans)
        left = {f"rest {key}": rest for key, rest in rests.items() if key in mine}
        rules = [
            [*(k for k in mine if wholes.get(k) == whole), f"rest {whole}", whole]
            for whole in rests
            if whole in mine
        ]
        spans |= dict.fromkeys(left, (0, None))
        assert told(mine | left, rules, spans, rests=left) == [], (mine, spans)
        n_more += sum(mine.get(key, 0) >= SMALLEST for key in spans)
        n_gone += len(mine.keys() - shown.keys())
    assert n_more > 60 and n_gone > 0  # and many trees did need more than the small counts


def test_the_number_of_a_sensitive_row_is_not_what_remains_of_its_whole(demo_copy, tmp_path):
    names = ("observation_id", "value", "part_of", "is_sensitive")
    rows = [("a", "20", "c", "no"), ("b", "6", "c", "yes"), ("c", "26", "", "no")]
    given = [dict(zip(names, one, strict=True)) | {"counts_persons": "yes"} for one in rows]
    write(demo_copy, "observations", given)
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    said = {key: (shown[key]["value"], shown[key]["value_max"]) for key in shown.keys() & {*"abc"}}
    assert said == {"a": ("5", "26"), "c": ("26", "")}


def test_a_whole_of_the_records_that_is_split_by_age_and_by_area_is_guarded_as_one(
    demo_copy, tmp_path
):
    names = ("observation_id", "value", "part_of", "also_part_of")
    rows = [
        ("unga-norr", "3", "unga", "norr"),
        ("unga-syd", "20", "unga", "syd"),
        ("vuxna-norr", "17", "vuxna", "norr"),
        ("vuxna-syd", "30", "vuxna", "syd"),
        ("unga", "23", "alla", ""),
        ("vuxna", "47", "alla", ""),
        ("norr", "20", "", "alla"),
        ("syd", "50", "", "alla"),
        ("alla", "70", "", ""),
    ]
    given = [dict(zip(names, one, strict=True)) | {"counts_persons": "yes"} for one in rows]
    write(demo_copy, "observations", given)
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    assert {key: (shown[key]["value"], shown[key]["value_max"]) for key, *_ in rows} == {
        "unga-norr": ("1", "4"), "unga-syd": ("19", "22"), "vuxna-norr": ("16", "19"),
        "vuxna-syd": ("28", "31"), "unga": ("23", ""), "vuxna": ("47", ""), "norr": ("20", ""),
        "syd": ("50", ""), "alla": ("70", ""),
    }  # fmt: skip
    assert check(files.find(demo_copy)) == []


def test_a_part_in_one_table_guards_its_whole_in_another_where_the_descriptor_links_them(
    demo_copy, tmp_path, monkeypatch
):
    package = schema.DESCRIPTOR.read_text("utf-8").replace(
        '{"fields": ["also_part_of"], "reference": {"fields": ["observation_id"]}}',
        '{"fields": ["also_part_of"], "reference": {"resource": "statistics", '
        '"fields": ["statistic_id"]}}',
    )
    (tmp_path / "datapackage.json").write_text(package, "utf-8")
    tables = schema.read(tmp_path / "datapackage.json")
    whole = {"statistic_id": "alla", "value": "12", "counts_persons": "yes", "unit": "unga"}
    write(demo_copy, "statistics", [whole | {"per_100k": ""}])
    names = ("observation_id", "value", "also_part_of")
    rows = [("a", "3", "alla"), ("b", "9", "alla")]
    given = [dict(zip(names, one, strict=True)) for one in rows]
    write(demo_copy, "observations", [one | {"counts_persons": "yes"} for one in given])
    monkeypatch.setattr(schema, "load", lambda: tables)
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    spans = {key: (shown[key]["value"], shown[key]["value_max"]) for key in "ab"}
    assert spans == {"a": ("1", "4"), "b": ("8", "11")}


def test_an_undeclared_sum_would_give_a_small_count_away(demo_copy, tmp_path):
    rows = [("a", "3", "c"), ("b", "9", "c"), ("c", "12", "")]
    names = ("observation_id", "value", "part_of")
    given = [dict(zip(names, one, strict=True)) | {"counts_persons": "yes"} for one in rows]
    write(demo_copy, "observations", [one | {"part_of": ""} for one in given])
    shown = public(demo_copy, tmp_path, "observations", "observation_id")
    assert (shown["b"]["value"], shown["c"]["value"]) == ("9", "12")


WRONG_SUMS = [
    (
        {"a": "c", "b": "c"},
        {"b": {"value": "10"}},
        "value: delarna på rad 25, 26 är tillsammans 13, fler än helheten. "
        "Rätta talen, eller töm part_of för delar som överlappar andra.",
    ),
    (
        {"a": "c"},
        {"a": {"unit": "elever"}},
        'unit: "elever", men "unga" i helheten på {file}:27. Rätta raden eller töm part_of.',
    ),
    (
        {"a": "c"},
        {"a": {"counts_persons": "no"}},
        'counts_persons: "no", men "yes" i helheten på {file}:27. Rätta raden eller töm part_of.',
    ),
    (
        {"a": "a"},
        {},
        "part_of: raderna är delar av varandra: a → a. Bryt ringen på ett ställe.",
    ),
    (
        {},
        {"a": {"also_part_of": "c"}, "b": {"also_part_of": "c", "value": "10"}},
        "value: delarna på rad 25, 26 är tillsammans 13, fler än helheten. "
        "Rätta talen, eller töm also_part_of för delar som överlappar andra.",
    ),
    (
        {"c": "finns-inte"},
        {},
        'part_of: "finns-inte" finns inte i observations.csv',
    ),
]


@pytest.mark.parametrize(("parts", "more", "message"), WRONG_SUMS)
def test_a_sum_that_is_declared_wrongly_is_told(demo_copy, parts, more, message):
    numbers = {"a": "3", "b": "9", "c": "12"}
    rows = [
        {"observation_id": key, "value": n, "unit": "unga", "counts_persons": "yes"}
        | {"part_of": parts.get(key, "")}
        | more.get(key, {})
        for key, n in numbers.items()
    ]
    write(demo_copy, "observations", rows)
    path = demo_copy / "exempelkoping" / "observations.csv"
    (problem,) = check(files.find(demo_copy))
    assert str(problem).split(": ", 1)[1].startswith(message.format(file=path))


def test_a_part_of_another_year_and_a_ring_of_two_are_told(demo_copy):
    names = ("statistic_id", "indicator", "year", "value", "part_of")
    rows = [("a", "Ena", "2023", "3", "b"), ("b", "Andra", "2024", "3", "a")]
    write(demo_copy, "statistics", [dict(zip(names, one, strict=True)) for one in rows])
    said = [str(problem).split(": ", 1)[1] for problem in check(files.find(demo_copy))]
    path = demo_copy / "exempelkoping" / "statistics.csv"
    last = len(path.read_text("utf-8").splitlines())
    assert said == [
        "part_of: raderna är delar av varandra: a → b → a. Bryt ringen på ett ställe.",
        f'year: "2023", men "2024" i helheten på {path}:{last}. Rätta raden eller töm part_of.',
        "part_of: raderna är delar av varandra: b → a → b. Bryt ringen på ett ställe.",
        f'year: "2024", men "2023" i helheten på {path}:{last - 1}. Rätta raden eller töm part_of.',
    ]


def test_a_ring_by_both_columns_is_told_once_for_each(demo_copy):
    names = ("observation_id", "value", "part_of", "also_part_of")
    rows = [("a", "3", "b", ""), ("b", "3", "", "a")]
    given = [dict(zip(names, one, strict=True)) for one in rows]
    write(demo_copy, "observations", given)
    said = [str(problem).split(": ", 1)[1] for problem in check(files.find(demo_copy))]
    assert said == [
        "part_of: raderna är delar av varandra: a → b → a. Bryt ringen på ett ställe.",
        "also_part_of: raderna är delar av varandra: b → a → b. Bryt ringen på ett ställe.",
    ]


def test_parts_that_leave_a_rest_are_in_order(demo_copy):
    rows = [("a", "3", "c"), ("c", "12", "")]
    names = ("observation_id", "value", "part_of")
    write(demo_copy, "observations", [dict(zip(names, one, strict=True)) for one in rows])
    assert check(files.find(demo_copy)) == []


def test_small_counts_in_results_and_contradictions_go_too(demo_copy, tmp_path):
    write(
        demo_copy,
        "programme_results",
        [
            {
                "programme_result_id": "r",
                "value": "2",
                "unit": "ungdomar",
            }
        ],
    )
    write(
        demo_copy,
        "conflicts",
        [{"conflict_id": "k", "about": "Antal ungdomar i stöd", "value_a": "3", "value_b": "6"}],
    )
    result = public(demo_copy, tmp_path, "programme_results", "programme_result_id")["r"]
    assert result["value"] == ""
    conflict = public(demo_copy, tmp_path, "conflicts", "conflict_id")["k"]
    assert (conflict["value_a"], conflict["value_b"]) == ("1–4", "6")


def test_a_table_that_no_edition_has_told_of_is_not_bound_by_others():
    table = cells(a=2, b=9, c=30, all=41)
    rule = [Sum("all", ("a", "b", "c"))]
    bounds, told_of = hidden(table, rule, 5)
    other = [Told(frozenset({"x"}), frozenset({"x"}), "")]
    assert hidden(table, rule, 5, other) == (bounds, told_of)
    assert hidden(table, rule, 5, told_of) == (bounds, told_of)


def test_a_table_that_has_changed_since_an_edition_told_of_it_is_hidden_whole():
    rule = [Sum("all", ("a", "b", "c"))]
    _, before = hidden(cells(a=2, b=9, c=30, all=41), rule, 5)
    bounds, after = hidden(cells(a=3, b=9, c=30, all=42), rule, 5, before)
    assert bounds == dict.fromkeys(["a", "b", "c", "all"], NOTHING)
    assert hidden(cells(a=3, b=9, c=30, all=42), rule, 5, after) == (bounds, after)
    # a number that was shown and has become small would be the difference of the two totals
    _, before = hidden(cells(a=20, b=9, all=29), [Sum("all", ("a", "b"))], 5)
    assert {*hidden(cells(a=2, b=9, all=11), [Sum("all", ("a", "b"))], 5, before)[0]} == {
        *["a", "b", "all"]
    }
    # but nobody is in it that had to be hidden
    assert hidden(cells(a=21, b=9, all=30), [Sum("all", ("a", "b"))], 5, before)[0] == {}


def test_what_is_told_of_a_table_holds_no_value_that_is_hidden():
    rule = [Sum("all", ("a", "b", "c"))]
    one, two = (hidden(cells(a=a, b=11 - a, c=30, all=41), rule, 5)[1] for a in (2, 3))
    assert one == two


def test_a_table_that_takes_too_much_work_loses_its_breakdown_whole(monkeypatch):
    monkeypatch.setattr(suppression, "WORK", 10)
    table = cells(a=2, b=9, c=30, all=41)
    rules = [Sum("all", ("a", "b", "c")), Sum("all", ("a", "b", "c"))]
    assert hidden(table, rules, 5)[0] == dict.fromkeys("abc", NOTHING)
    table = cells(a=2, b=1, c=1, all=4)
    assert hidden(table, rules, 5)[0] == dict.fromkeys(["a", "b", "c", "all"], NOTHING)


def areas_and_ages(chance, n_areas, n_ages):
    """A table of areas and ages with their totals, and its sums."""
    areas, ages = range(n_areas), range(n_ages)
    inner = {(r, c): chance.choice([0, 3, *NUMBERS]) for r in areas for c in ages}
    table = {f"{r}-{c}": n for (r, c), n in inner.items()}
    sums = []
    for r in areas:
        table[f"{r}-all"] = sum(inner[r, c] for c in ages)
        sums.append(Sum(f"{r}-all", tuple(f"{r}-{c}" for c in ages)))
    for c in ages:
        table[f"all-{c}"] = sum(inner[r, c] for r in areas)
        sums.append(Sum(f"all-{c}", tuple(f"{r}-{c}" for r in areas)))
    return table, sums


def test_a_table_of_10_areas_and_9_ages_keeps_what_can_be_shown_of_its_breakdown():
    table, sums = areas_and_ages(random.Random(10), 10, 9)
    bounds, _ = hidden(cells(**table), sums, 5)
    small = {key for key, n in table.items() if 0 < n < 5}
    assert small < {*bounds} and len(bounds) < len(small) + 10
    assert {bounds[key] for key in small} == {(1, 4)}


def test_of_50_areas_and_20_ages_every_small_count_is_hidden_and_no_total_tells_one():
    table, sums = areas_and_ages(random.Random(50), 50, 20)
    bounds, _ = hidden(cells(**table), sums, 5)
    assert {key for key, n in table.items() if 0 < n < 5} <= bounds.keys()
    assert {*table} - {f"{r}-all" for r in range(50)} == {*bounds}  # the totals of one way stay
    assert {*bounds.values()} == {NOTHING}


def planted(folder, numbers):
    rows = [
        {"observation_id": f"o-{key}", "value": str(n), "unit": "unga", "what": "Unga",
         "part_of": "" if key == "all" else "o-all", "counts_persons": "yes"}
        for key, n in numbers.items()
    ]  # fmt: skip
    path = folder / "exempelkoping" / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        old = [one for one in csv.DictReader(file) if not one["observation_id"].startswith("o-")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(old[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*old, *(old[0] | one for one in rows)])


def test_records_that_changed_after_an_edition_show_nothing_of_the_table(demo_copy, tmp_path):
    def shown(before, to):
        told_of = disclosure.prepare(
            files.find(demo_copy), tmp_path / to, editions.PUBLIC, SMALLEST, before
        ).told
        rows = files.Records(tmp_path / to).rows("observations")
        mine = (row.values for row in rows if row.values["observation_id"].startswith("o-"))
        return {row["observation_id"]: (row["value"], row["value_max"]) for row in mine}, told_of

    planted(demo_copy, {"a": 2, "b": 9, "c": 30, "all": 41})
    first, before = shown([], "first")
    spans = {"o-a": ("1", "4"), "o-b": ("7", "10"), "o-c": ("30", ""), "o-all": ("41", "")}
    assert first == spans
    assert shown(before, "again") == (spans, before)
    planted(demo_copy, {"a": 3, "b": 9, "c": 30, "all": 42})
    assert shown([], "without")[0]["o-all"] == ("42", "")
    assert shown(before, "later")[0] == {}


@pytest.mark.slow
def test_the_next_report_reads_what_the_last_one_told_and_can_be_verified(demo_copy, tmp_path):
    planted(demo_copy, {"a": 2, "b": 9, "c": 30, "all": 41})
    more = ["--data", demo_copy, "--params", ROOT / "demo" / "params"]
    out = ["--format", "html", "--out", tmp_path / "ut"]
    assert lobra("report", "2024", *more, *out).status == 0
    report = tmp_path / "ut" / "exempelkoping" / "2024"
    (table,) = current.told(report.parent)["2024"]
    assert (len(table.cells), len(table.hidden)) == (4, 2)
    planted(demo_copy, {"a": 3, "b": 9, "c": 30, "all": 42})
    assert lobra("report", "2024", *more, *out).status == 0
    (table,) = current.told(report.parent)["2024"]
    assert len(table.hidden) == 4
    run = lobra("verify", report, *more)
    assert (run.status, run.err) == (0, "")


def test_manifests_that_cannot_be_used_or_are_not_public_tell_nothing(tmp_path):
    table = {"cells": ["a"], "hidden": ["a"], "sha256": "x"}
    made = {
        "2019": {"edition": "public", "tables_of_persons": [table]},
        "2020": {"edition": "public"},
        "2021-intern": {"edition": "internal", "tables_of_persons": [table]},
        "2022": ["annat"],
    }
    for name, contents in made.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(json.dumps(contents), "utf-8")
    mine = [Told(frozenset("a"), frozenset("a"), "x")]
    assert current.told(tmp_path) == {"2019": mine, "2020": []}

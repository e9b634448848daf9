"""The vector index, in a folder and on a Chroma server."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import Array
from assistant.errors import LibraryError
from assistant.vectors import VectorIndex

Opener = Callable[[str], VectorIndex]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    if not command.exists():
        pytest.skip("the command of the package chromadb is not installed")
    folder = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [str(command), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


@pytest.fixture(params=["folder", "server"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    url = request.getfixturevalue("server") if request.param == "server" else ""
    opened: list[VectorIndex] = []

    def open_index(prefix: str) -> VectorIndex:
        opened.append(VectorIndex(tmp_path / "chroma", url, f"{prefix}-{tmp_path.name[-20:]}"))
        return opened[-1]

    yield open_index
    for index in opened:
        index.close()


def units(count: int, seed: int = 0) -> Array:
    vectors = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    length: Array = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / length


def test_the_nearest_come_first_with_their_cosine(opener: Opener) -> None:
    index, vectors = opener("one"), units(300)
    keys = [f"key{number}" for number in range(300)]
    index.put("main", "passage", keys, vectors)
    found = index.nearest("main", "passage", vectors[7], 20)
    cosines = vectors @ vectors[7]
    assert [key for key, _ in found] == [keys[place] for place in np.argsort(-cosines)[:20]]
    np.testing.assert_allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:20], atol=1e-4)
    assert len(index.nearest("main", "passage", vectors[7], 1000)) == 300
    assert index.nearest("main", "section", vectors[7], 5) == [], "sections are kept apart"
    assert index.nearest("english", "passage", vectors[7], 5) == [], "views are kept apart"


def test_what_is_held_can_be_asked_read_and_dropped(opener: Opener) -> None:
    index, vectors = opener("one"), units(3)
    index.put("main", "passage", ["a", "b", "c"], vectors)
    assert index.held("main", "passage", ["a", "c", "never"]) == {"a", "c"}
    np.testing.assert_allclose(index.vectors("main", "passage", ["b", "never"])["b"], vectors[1], atol=1e-6)
    index.drop("main", "passage", ["a", "never"])
    assert index.all_keys("main", "passage") == {"b", "c"}
    assert [key for key, _ in index.nearest("main", "passage", vectors[0], 5)] != []
    assert index.vectors("main", "passage", []) == {}


def test_libraries_at_one_place_are_kept_apart(opener: Opener) -> None:
    first, second = opener("one"), opener("two")
    first.put("main", "passage", ["a"], units(1))
    assert second.all_keys("main", "passage") == set()


def test_on_a_server_one_library_is_deleted_without_the_others(server: str, tmp_path: Path) -> None:
    first, second = VectorIndex(tmp_path, server, "gone"), VectorIndex(tmp_path, server, "gone2")
    for index in (first, second):
        index.put("main", "passage", ["a"], units(1))
    first.delete_all()
    assert first.all_keys("main", "passage") == set()
    assert second.all_keys("main", "passage") == {"a"}


def test_a_second_index_sees_changes_after_it_reopens_and_closing_one_leaves_the_other(opener: Opener) -> None:
    first, vectors = opener("one"), units(2)
    first.put("main", "passage", ["a"], vectors[:1])
    second = opener("one")
    assert second.nearest("main", "passage", vectors[0], 1)[0][0] == "a"
    first.put("main", "passage", ["b"], vectors[1:])
    second.reopen()
    assert second.nearest("main", "passage", vectors[1], 1)[0][0] == "b"
    second.close()
    assert first.nearest("main", "passage", vectors[1], 1)[0][0] == "b"


def test_a_server_that_does_not_answer_is_named_with_its_setting(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(LibraryError, match="LEP_CHROMA_URL"):
        VectorIndex(tmp_path, f"http://127.0.0.1:{port}", "one")


def test_a_file_in_the_way_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("mine")
    with pytest.raises(LibraryError, match="chroma"):
        VectorIndex(tmp_path / "chroma", "", "one")

"""The models of a library's views: questions are embedded side by side and come back in order."""

import threading

from assistant.embedding import View
from assistant.models import Models
from tests.conftest import FakeEmbeddings

TWO_VIEWS = [View("main", "a"), View("english", "b", frozenset({"en"}))]
PATIENCE = 20
"""Seconds after which a text that waits for the others is given up."""


class Meeting(FakeEmbeddings):
    """Embeds a text only when as many texts as the meeting has members are being embedded."""

    def __init__(self, members: threading.Barrier) -> None:
        super().__init__()
        self._members = members

    def embed_query(self, text: str) -> list[float]:
        if text != "ready?":
            self._members.wait(PATIENCE)
        return super().embed_query(text)


def test_all_texts_in_all_views_are_embedded_side_by_side() -> None:
    members = threading.Barrier(4)
    models = Models(TWO_VIEWS, {"a": Meeting(members), "b": Meeting(members)})
    assert [set(views) for views in models.questions(["one mill", "two mills"], "en")] == [{"main", "english"}] * 2


def test_each_text_gets_its_own_vector_in_each_view_that_serves_its_language() -> None:
    class Backwards(FakeEmbeddings):
        def embed_query(self, text: str) -> list[float]:
            return super().embed_query(text)[::-1]

    models = Models(TWO_VIEWS, {"a": FakeEmbeddings(), "b": Backwards()})
    texts = ["one mill", "two old mills", "three"]
    together = models.questions(texts, "en")
    for text, views in zip(texts, together, strict=True):
        (alone,) = models.questions([text], "en")
        assert views.keys() == alone.keys() == {"main", "english"}
        assert all((views[name] == alone[name]).all() for name in views)
        assert (views["main"] == views["english"][::-1]).all()
    assert len({views["main"].tobytes() for views in together}) == 3
    assert [set(views) for views in models.questions(texts, "de")] == [{"main"}] * 3

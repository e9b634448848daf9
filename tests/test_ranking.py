"""Ranking: which headings speak for what stands below them, in the language of their document."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.ranking import Candidates, score_passages
from assistant.understanding import understand
from assistant.vocabulary import Document, Facet, Passage, Question, Section
from tests.found_parts import paragraph


def first(text: str, *headings: str, code: str = "en", foreign: bool = False, facets: tuple[str, ...] = ()) -> str:
    """Return the heading of the passage that ranks first; of equals, the one named first."""
    sections = {
        heading: Section(heading, "d", (heading,), at, "", {"valley": facets[at]} if facets and facets[at] else {})
        for at, heading in enumerate(headings)
    }
    passages = [
        Passage(heading, "d", heading, at, "paragraph", "So it was.", 0, 10, language=code)
        for at, heading in enumerate(headings)
    ]
    alike = np.full(len(headings), 0.8, dtype=np.float32)
    question = understand(text, [], [Facet("valley", "Vale")], lambda word: True)
    found = Candidates(
        passages=passages,
        sections=sections,
        documents={"d": Document("d", "d.md", "D")},
        cosines={"main": alike},
        section_cosine=dict.fromkeys(headings, 0.8),
        idf={"mills": 1.0},
        foreign=foreign,
    )
    scores = score_passages(question, found, 0 * alike, found.fits(question.facets))
    return headings[int(scores.argmax())]


@pytest.mark.parametrize(
    ("text", "heading", "code"),
    [
        ("What would you advise others about mills?", "For other regions", "en"),
        ("Was empfehlt ihr zu den Mühlen?", "Empfehlungen", "de"),
        ("Wat raadt het verslag aan over molens?", "Aanbevelingen", "nl"),
        ("Co doporučujete k mlýnům?", "Doporučení", "cs"),
        ("Che cosa consigliate sui mulini?", "Raccomandazioni", "it"),
        ("What would you advise others about mills?", "Empfehlungen", "de"),
    ],
)
def test_what_is_recommended_stands_under_headings_that_recommend(text: str, heading: str, code: str) -> None:
    assert first(text, "Barns", heading, code=code) == heading
    assert first("Where are the mills?", "Barns", heading, code=code) == "Barns"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("What was hard", "en"),
        ("Was nicht geklappt hat", "de"),
        ("Wat mislukte", "nl"),
        ("Co se nepovedlo", "cs"),
        ("Quello che non è andato", "it"),
        ("7.2 Bad", "en"),
        ("7.2 Weniger gut", "de"),
    ],
)
def test_headings_promise_bad_practice_in_their_documents_language(heading: str, code: str) -> None:
    assert first("What mistakes were made at the mills?", "Barns", heading, code=code) == heading


def test_across_languages_a_regions_own_passages_come_first_whatever_words_the_general_ones_hold() -> None:
    assert first("Who mends the mills of Vale?", "General", "Own", foreign=True, facets=("", "Vale")) == "Own"


def test_a_row_whose_table_has_columns_for_other_values_does_not_fit() -> None:
    vale, moor = Facet("valley", "Vale"), Facet("valley", "Moor")
    section = Section("s", "d", ("Figures",), 0, "")
    rows = [
        Passage(name, "d", "s", at, "row", "Mills | 12", 0, 10, cells=("Mills", "12"), headers=("Type", name))
        for at, name in enumerate(("Vale", "Moor", "Number"))
    ]
    found = Candidates(rows, {"s": section}, {}, {}, {}, {}, foreign=False)
    assert list(found.fits([vale], [vale, moor])) == [1.0, 0.0, 0.5]


def test_a_general_passage_that_names_other_values_only_does_not_fit() -> None:
    vale, moor = Facet("valley", "Vale"), Facet("valley", "Moor")
    texts = ("In Moor a miller decides.", "In Vale and Moor a miller decides.", "A miller decides.")
    found = Candidates(
        [paragraph(text) for text in texts],
        {"": Section("", "d", ("Who decides",), 0, "")},
        {},
        {},
        {},
        {},
        foreign=False,
    )
    assert list(found.fits([vale], [vale, moor])) == [0.0, 0.75, 0.5]


def test_of_passages_alike_that_of_the_value_comes_before_one_that_names_it_and_that_before_a_general_one() -> None:
    vale = Facet("valley", "Vale")
    own, general = Section("own", "d", ("Mills",), 0, "", {"valley": "Vale"}), Section("s", "d", ("Mills",), 0, "")
    texts = {"A miller decides here.": own, "In Vale a miller decides.": general, "A miller decides there.": general}
    found = Candidates(
        [replace(paragraph(text), section_id=section.id) for text, section in texts.items()],
        {"own": own, "s": general},
        {"d": Document("d", "d.md", "Mills")},
        {"main": np.full(3, 0.8, dtype=np.float32)},
        {"own": 0.8, "s": 0.8},
        {"decides": 1.0},
        foreign=False,
    )
    asked = Question("Who decides in Vale?", "Who decides in Vale?", "en", "who", facets=(vale,))
    first, second, third = score_passages(asked, found, found.covered(), found.fits([vale]))
    assert first > second > third

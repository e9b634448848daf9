"""Languages: short questions are recognised, and every language has all cues and phrases."""

import string

import pytest

from assistant.language import detect, language, languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How many stakeholders took part?", "en"),
        ("Wie viele Stakeholder waren beteiligt?", "de"),
        ("Hoeveel stakeholders deden er mee?", "nl"),
        ("Kolik zúčastněných stran se zapojilo?", "cs"),
        ("Kolik zucastnenych stran se zapojilo", "cs"),
        ("Quanti stakeholder hanno partecipato?", "it"),
        ("Warum?", "de"),
        ("Perché?", "it"),
        ("Proč?", "cs"),
        ("micro-credentials", "en"),
        ("soft skills", "en"),
    ],
)
def test_a_question_is_recognised_in_its_language(text: str, code: str) -> None:
    assert detect(text) == code


def test_a_text_without_letters_takes_the_default() -> None:
    assert detect("🙂 ?? 12", default="it") == "it"


def test_a_language_that_is_not_ours_is_answered_in_english() -> None:
    assert detect("¿Cuántas personas participaron en el taller?") == "es"
    assert language("es").code == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("when Joao Teixeira dos Santos pays", "en"),
        ("mill of Szczepan Wojciechowski near Krakow", "en"),
        ("molens van Fernando Azevedo Teixeira Caldeira", "nl"),
    ],
)
def test_a_word_of_our_languages_outweighs_names_that_look_like_another(text: str, code: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ["Quels moulins sont ouverts ?", "Ile młynów jest in dolinie?"])
def test_a_text_without_our_words_or_with_accents_may_be_in_another_language(text: str) -> None:
    assert detect(text) not in languages()


def test_what_follows_a_cue_and_what_is_left_without_it_are_told_in_folded_words() -> None:
    english = language("en")
    assert english.after("count", "So HOW MANY Café tables are there?").strip() == "cafe tables are there?"
    assert english.after("count", "Who runs the Café?") == ""
    assert english.without("lowest", "Which is HIGHEST, which lowest?").split() == [
        "which",
        "is",
        "highest,",
        "which",
        "?",
    ]
    assert english.without("lowest", "The Café") == "the cafe"


def test_a_cue_that_is_not_there_is_shown_by_no_text() -> None:
    english = language("en")
    assert not english.has("never heard of", "how many")
    assert english.after("never heard of", "how many") == ""
    assert english.without("never heard of", "How many") == "how many"


def test_only_german_writes_every_noun_with_a_capital() -> None:
    assert [code for code, known in languages().items() if known.capital_nouns] == ["de"]


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_language_has_the_cues_and_phrases_of_english(code: str) -> None:
    ours, english = languages()[code], languages()["en"]
    assert ours.cues.keys() == english.cues.keys()
    assert ours.phrases.keys() == english.phrases.keys()
    for name, phrase in ours.phrases.items():
        assert _fields(phrase) == _fields(english.phrases[name]), name


def _fields(phrase: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(phrase) if field}

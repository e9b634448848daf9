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


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_language_has_the_cues_and_phrases_of_english(code: str) -> None:
    ours, english = languages()[code], languages()["en"]
    assert ours.cues.keys() == english.cues.keys()
    assert ours.phrases.keys() == english.phrases.keys()
    for name, phrase in ours.phrases.items():
        assert _fields(phrase) == _fields(english.phrases[name]), name


def _fields(phrase: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(phrase) if field}

"""Sorts of things that a question may ask for: how old, what time, which venue, how many hours, who wrote it."""

from dataclasses import replace

import pytest

from assistant.compose import prefer
from assistant.decline import reason_to_decline
from assistant.evidence import holds_sort, names_someone
from assistant.language import language
from assistant.understanding import understand
from assistant.vocabulary import DeclineReason, Facet, Question, Sort
from tests.found_parts import found, paragraph, part

MILL = Facet("pilot", "Leeds")


def ask(text: str) -> Question:
    return understand(text, [], [MILL], lambda word: True)


@pytest.mark.parametrize(
    ("sort", "code", "text", "told", "untold"),
    [
        ("age", "en", "How old are the millers?", "The millers are between 40 and 60.", "12 millers came."),
        ("age", "de", "Wie alt sind die Müller?", "Die Müller sind unter 40.", "12 Müller kamen."),
        ("age", "nl", "Wat is de gemiddelde leeftijd van de molenaars?", "De leeftijd ligt bij 40.", "12 kwamen."),
        ("age", "cs", "Jak staří jsou mlynáři?", "Průměrný věk je 40.", "Přišlo jich 12."),
        ("age", "it", "Quanti anni hanno i mugnai?", "Hanno 40 anni.", "Sono venuti in 12."),
        ("clock", "en", "What time did the fair start?", "The fair started at 9:30.", "It started on 3 May 2024."),
        ("clock", "de", "Um wie viel Uhr begann der Markt?", "Er begann um 9 Uhr.", "Er begann am 3.5.2024."),
        ("clock", "nl", "Hoe laat begon de markt?", "De markt begon om 9 uur.", "De markt begon op 3 mei."),
        ("clock", "cs", "V kolik hodin začal trh?", "Trh začal ráno.", "Trh začal 3. května."),
        ("clock", "it", "A che ora è iniziata la fiera?", "La fiera è iniziata alle ore 9.", "Il 3 maggio."),
        ("building", "en", "Which venue was chosen for the fair?", "It is in the town hall.", "2 schools came."),
        ("duration", "en", "How many hours did the fair last?", "From 15:00 to 17:00.", "The fair had 12 stalls."),
        ("duration", "de", "Wie viele Stunden dauerte der Markt?", "Von 15:00 bis 17:00 Uhr.", "Er hatte 12 Stände."),
        ("duration", "nl", "Hoeveel uur duurde de markt?", "Van 15:00 tot 17:00.", "Er waren 12 kramen."),
        ("duration", "cs", "Kolik hodin trval trh?", "Od 15:00 do 17:00.", "Bylo tam 12 stánků."),
        ("duration", "it", "Quante ore è durata la fiera?", "Dalle 15:00 alle 17:00.", "C'erano 12 banchi."),
        ("money", "en", "What do millers pay per month for the weir?", "They pay 12 euro.", "They pay late."),
        ("money", "en", "What yearly budget has the mill?", "It has €300.", "It has 300 sacks."),
        ("money", "de", "Wie hoch ist der Stundenlohn in der Mühle?", "Er beträgt 12 Euro.", "Dort arbeiten 12."),
        ("money", "it", "Quanti fondi ha ricevuto il mulino?", "Ha ricevuto 12 €.", "Ha ricevuto 12 sacchi."),
        ("contact", "en", "can u give me the email adress of the miller", "ada@mill.example", "Ada runs it."),
    ],
)
def test_what_is_asked_for_is_known_and_told(sort: Sort, code: str, text: str, told: str, untold: str) -> None:
    question = ask(text)
    assert (question.sort, question.language) == (sort, code)
    assert holds_sort(sort, paragraph(told, code))
    assert not holds_sort(sort, paragraph(untold, code))


@pytest.mark.parametrize(
    "text",
    [
        "What time of year is best for milling?",
        "What do millers pay attention to?",
        "What do the members pay for?",
        "How many hours of milling are there?",
    ],
)
def test_words_that_only_look_like_it_ask_for_none(text: str) -> None:
    assert ask(text).sort == ""


def _declined(text: str, *told: str, covered: float) -> DeclineReason | None:
    made = found(part(("Mills",), *(paragraph(one) for one in told)), covered=dict.fromkeys(told, covered))
    return reason_to_decline(ask(text), made, language("en"), ["en"])


def test_an_amount_has_to_stand_in_a_passage_on_what_was_asked() -> None:
    assert _declined("What did the weir cost?", "It cost 12 euro.", covered=0.6) is None
    assert _declined("What did the weir cost?", "It cost 12 euro.", covered=0.3) == "not_found"


def test_an_amount_that_no_passage_holds_is_declined_for_all_values_of_a_facet_too() -> None:
    asked = "How much money did each of the pilots have?"
    assert ask(asked).all_values
    assert _declined(asked, "Leeds had 12 millers.", covered=1.0) == "not_found"
    assert _declined(asked, "Leeds had 12 euro.", covered=1.0) is None


@pytest.mark.parametrize(
    "text",
    [
        "And what does the mill cost?", "Und wie viel kostet die Mühle?", "En hoeveel kost de molen?",
        "A kolik stojí mlýn?", "E quanto costa il mulino?",
    ],
)  # fmt: skip
def test_a_follow_up_that_begins_with_and_is_one_question(text: str) -> None:
    question = ask(text)
    assert not language(question.language).has("two", text)
    assert language("en").has("two", "When was it and who came?")


@pytest.mark.parametrize(
    ("text", "told", "code"),
    [
        ("Who wrote the report on the mills?", "Authors: Ada Miller", "en"),
        ("Wer hat den Bericht über die Mühlen geschrieben?", "Verfasst von Ada Müller", "de"),
        ("Wer hat den Bericht über die alten Mühlen-Partner im Tal geschrieben?", "Verfasst von Ada Müller", "de"),
        ("Wie schreef het rapport?", "Auteur: Ada Molenaar", "nl"),
        ("Kdo napsal tu zprávu?", "Autor: Ada Mlynářová", "cs"),
        ("Chi ha scritto il rapporto?", "A cura di Ada Mugnaio", "it"),
    ],
)
def test_who_wrote_a_document_is_told_by_the_passage_that_names_its_authors(text: str, told: str, code: str) -> None:
    other = "The Report names Bela Weaver."
    made = found(part(("Mills",), paragraph(other, code), paragraph(told, code)), scores={other: 6.0})
    assert [hit.passage.text for hit in prefer(ask(text), made.hits, {})] == [told, other]
    no_document = replace(ask(text), text="Who wrote the song?", language="en")
    assert prefer(no_document, made.hits, {})[0].passage.text == other


def test_a_name_joined_from_common_words_names_nobody() -> None:
    assert not names_someone(paragraph("Miller-Led Course for all"), {"miller", "course"})
    assert names_someone(paragraph("Weirs by Ada-Marie for all"), {"miller", "course"})

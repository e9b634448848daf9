"""What a question says beside what it asks: the asker's own place, a document, the people of a region."""

import pytest

from assistant.asides import without_carriers, without_places, without_sources
from assistant.language import language
from assistant.understanding import understand
from assistant.vocabulary import Facet

VALE = Facet("valley", "Kestrel Vale")
WORDS = {"mills", "millers", "invite", "mill", "moulins"}


def unknown(text: str, called: tuple[str, ...] = ("LEP",)) -> tuple[str, ...]:
    return understand(text, (), [VALE], WORDS.__contains__, called=called).unknown


@pytest.mark.parametrize(
    "text",
    [
        "We are planning our first mill in Nettleby. Who were the millers of Kestrel Vale?",
        "Who should we in Nettleby invite?",
        "What should we do first in Nettleby?",
        "I'm from Nettleby and we have no mills, what can we do?",
        "Wir fangen in Nettleby an. Wen sollen wir einladen?",
        "Wij beginnen in Nettleby. Wie moeten wij uitnodigen?",
        "Jsme v Nettleby. Koho máme pozvat?",
        "Siamo a Nettleby. Chi dobbiamo invitare?",
    ],
)
def test_the_place_where_the_asker_is_at_home_is_not_asked_about(text: str) -> None:
    assert unknown(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "How many mills are there in Nettleby?",
        "What did the millers in Nettleby recommend?",
        "I have read about Nettleby. How many mills are there?",
    ],
)
def test_a_place_that_is_asked_about_is_unknown_all_the_same(text: str) -> None:
    assert unknown(text) == ("Nettleby",)


def test_a_name_after_what_carries_a_region_is_one_of_a_region() -> None:
    assert unknown("Which mills did LEP Nettleby find?") == ("Nettleby",)
    assert unknown("Which mills did LEP Nettleby find?", called=()) == ()
    assert unknown("Welche Eigenschaften hat die Leitung eines LEP Prozesses?") == (), "German nouns have capitals"


def test_a_place_goes_with_the_preposition_before_it() -> None:
    assert without_places("Who should we in Nettleby invite?", ["Nettleby"]) == "Who should we invite?"


@pytest.mark.parametrize(
    ("code", "text", "rest"),
    [
        ("en", "According to the workshop, which mills are best?", "which mills are best?"),
        ("de", "Welche Mühlen sind laut Bericht die besten?", "Welche Mühlen sind die besten?"),
        ("nl", "Welke molens zijn volgens het verslag de beste?", "Welke molens zijn de beste?"),
        ("cs", "Které mlýny jsou podle zprávy nejlepší?", "Které mlýny jsou nejlepší?"),
        ("it", "Quali mulini sono secondo il rapporto i migliori?", "Quali mulini sono i migliori?"),
        ("en", "When was the workshop held?", "When was the workshop held?"),
        ("en", "What is in the report?", "What is in the report?"),
        ("en", "Which mills grind rye? Just the names", "Which mills grind rye?"),
        ("en", "What do the millers fear? List them.", "What do the millers fear? ."),
        ("de", "Welche Mühlen mahlen Roggen, in Stichpunkten?", "Welche Mühlen mahlen Roggen, ?"),
        ("nl", "Welke molens malen rogge, in het kort?", "Welke molens malen rogge, ?"),
        ("cs", "Které mlýny melou žito? Stručně", "Které mlýny melou žito?"),
        ("it", "Quali mulini macinano segale, in breve?", "Quali mulini macinano segale, ?"),
    ],
)
def test_the_document_that_should_say_it_and_the_form_of_the_answer_are_not_searched_for(
    code: str, text: str, rest: str
) -> None:
    assert without_sources(text, language(code)) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("What did the Kestrel Vale team find?", "What did the Kestrel Vale find?"),
        ("What did the team in Kestrel Vale find?", "What did the in Kestrel Vale find?"),
        ("Who did Kestrel Vale team up with?", "Who did Kestrel Vale team up with?"),
        ("What did LEP Kestrel Vale find?", "What did Kestrel Vale find?"),
        ("What did the Kestrel Vale LEP find?", "What did the Kestrel Vale LEP find?"),
        ("What are the lessons of the Kestrel Vale LEP?", "What are the lessons of the Kestrel Vale ?"),
        ("Was the Kestrel Vale LEP the first?", "Was the Kestrel Vale the first?"),
        ("What is a team?", "What is a team?"),
    ],
)
def test_what_carries_a_region_is_not_searched_for_beside_its_name(text: str, rest: str) -> None:
    assert without_carriers(text, [VALE], ["LEP"], language("en")) == rest

"""Understanding: kind, facets, language, and follow-ups completed from the conversation."""

from collections.abc import Callable

import pytest

from assistant.errors import QuestionError
from assistant.understanding import clean, understand
from assistant.vocabulary import Facet, Question, Turn

RIVER = Facet("valley", "River Valley", ("Flusstal", "Rivierdal", "Údolí řeky", "Údolí", "Valle del Fiume"))
HILL = Facet("valley", "Hill Valley", ("Hügeltal", "Kopce"))
FACETS = (HILL, RIVER)


def ask(text: str, *earlier: str, mend: Callable[[str, str], str | None] = lambda word, code: None) -> Question:
    history = [turn for said in earlier for turn in (Turn("user", said), Turn("assistant", "…"))]
    return understand(text, history, FACETS, known=lambda word: word in {"mill", "mills", "farmer"}, mend=mend)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many mills are there?", "count"),
        ("Wie viele Mühlen gibt es?", "count"),
        ("Hoeveel molens zijn er?", "count"),
        ("Kolik je tam mlýnů?", "count"),
        ("Quanti mulini ci sono?", "count"),
        ("When was the mill opened?", "when"),
        ("Wann wurde die Mühle eröffnet?", "when"),
        ("Who runs the mill?", "who"),
        ("What does CMU stand for?", "definition"),
        ("What is a CMU?", "definition"),
        ("Compare the mills of River Valley and Hill Valley", "compare"),
        ("Which valley has the most mills?", "superlative"),
        ("Give me an overview of the mills", "overview"),
        ("Is there a mill?", "yesno"),
        ("Could you please list the mills?", "list"),
        ("Could you give me the names of all the mills?", "list"),
        ("What are the good practices for millers?", "list"),
        ("Kdo vede mlýn?", "who"),
        ("Chi gestisce il mulino?", "who"),
        ("Wie leidt de molen?", "who"),
        ("Since when have mills stood here?", "when"),
        ("Od kdy mají mlýn?", "when"),
        ("Da quando c'è il mulino?", "when"),
        ("Which Czech university helps the mills?", "who"),
        ("Which small bakery companies sell bread?", "who"),
        ("Which mills help the university?", "fact"),
    ],
)
def test_the_kind_of_question_is_told_from_its_words(text: str, kind: str) -> None:
    assert ask(text).kind == kind


@pytest.mark.parametrize(
    "text", ["mills in river valley", "Mühlen im Flusstal", "mlýny v údolí řeky", "mulini nella Valle del Fiume"]
)
def test_a_facet_is_known_by_its_names_in_any_language(text: str) -> None:
    assert ask(text).facets == (RIVER,)


def test_a_name_that_the_library_never_heard_of_is_noticed() -> None:
    assert ask("How many mills are there in Barcelona?").unknown == ("Barcelona",)
    assert ask("How many Mills are there in River Valley?").unknown == ()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("How many mills does the Leeds valley have?", ("Leeds",)),
        ("How many mills does the New Leeds valley have?", ("Leeds",)),
        ("How many mills are there in New Leeds?", ("New Leeds",)),
        ("Leeds valley: how many mills?", ()),
        ("How many mills does the Hill Valley have?", ()),
        ("How many mills does the EU valley have?", ()),
        ("Wie viele Mühlen hat Leeds?", ("Leeds",)),
        ("Wie viele Müller sind in Vereinen?", ()),
    ],
)
def test_unknown_names_are_looked_for_where_a_facet_would_be_named(text: str, unknown: tuple[str, ...]) -> None:
    assert ask(text).unknown == unknown


def test_a_misspelt_name_of_a_facet_is_no_unknown_name() -> None:
    question = ask("How many mills are there in Rivver Vally?")
    assert (question.facets, question.unknown) == ((RIVER,), ())


@pytest.mark.parametrize(
    "text",
    [
        "How much does the mill cost?",
        "What does the mill cost?",
        "What is the budget for the mill?",
        "Was kostet die Mühle?",
        "Wie hoch sind die Kosten der Mühle?",
        "Wat kost de molen?",
        "Hoe duur is de molen?",
        "Kolik stojí mlýn?",
        "Jaká je cena mlýna?",
        "Quanto costa il mulino?",
        "Qual è il prezzo del mulino?",
    ],
)
def test_a_question_for_money_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "money"


@pytest.mark.parametrize(
    "text",
    [
        "What is the miller's phone number?",
        "What is the e-mail address of the miller?",
        "Wie ist die Telefonnummer des Müllers?",
        "Wat is het e-mailadres van de molenaar?",
        "Jaké je telefonní číslo mlynáře?",
        "Qual è il numero di telefono del mugnaio?",
    ],
)
def test_a_question_for_a_way_to_reach_somebody_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "contact"


@pytest.mark.parametrize(
    "text",
    [
        "What is the name of the mill?",
        "What are the names of those mills?",
        "What are the two mills called?",
        "Wie heißt die Mühle?",
        "Wie heißen die zwei Mühlen?",
        "Hoe heten de twee molens?",
        "Wat is de naam van de molen?",
        "Jak se jmenují ty dva mlýny?",
        "Jaké je jméno mlýna?",
        "Come si chiamano i due mulini?",
        "Qual è il nome del mulino?",
    ],
)
def test_a_question_for_a_name_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "name"


@pytest.mark.parametrize(
    "text",
    [
        "What is the website of the mill?",
        "Where can I download the map of the weirs?",
        "Wie lautet die Internetadresse der Mühle?",
        "Waar kan ik de kaart downloaden?",
        "Kde si můžu stáhnout mapu?",
        "Dove posso scaricare la mappa?",
    ],
)
def test_a_question_for_a_web_address_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "web"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How many people were in the mill?", ()),
        ("Wie viele Leute waren in der Mühle?", ()),
        ("How many people with mills are there?", ()),
        ("How many young people came to the mill?", ("young", "people")),
    ],
)
def test_people_in_general_do_not_tell_who_is_counted(text: str, named: tuple[str, ...]) -> None:
    assert ask(text).named[: len(named)] == named
    assert bool(named) == bool(ask(text).named)


@pytest.mark.parametrize(
    "text",
    [
        "Compare how many mills both valleys have",
        "Wie viele Mühlen haben beide valleys?",
        "Hoeveel molens hebben beide valleys?",
        "Kolik mlýnů mají obě valleys?",
        "Quanti mulini hanno entrambe le valleys?",
    ],
)
def test_both_is_said_of_all_valleys(text: str) -> None:
    assert ask(text).all_values


@pytest.mark.parametrize(
    "text",
    [
        "In which building do the millers meet?",
        "In welchem Gebäude treffen sich die Müller?",
        "In welk gebouw komen de molenaars bij elkaar?",
        "Ve které budově se scházejí mlynáři?",
        "In quale edificio si incontrano i mugnai?",
    ],
)
def test_a_question_for_a_building_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "building"


@pytest.mark.parametrize(
    "text",
    [
        "What is the name of the person who keeps the weir?",
        "Who keeps the weir? I need a name.",
        "Wer hütet das Wehr? Bitte Vor- und Nachnamen.",
        "Wie bewaakt de stuw? Graag voor- en achternaam.",
        "Kdo hlídá jez? Jméno a příjmení, prosím.",
        "Chi custodisce la diga? Vorrei nome e cognome.",
    ],
)
def test_a_question_for_a_persons_name_is_known_in_every_language(text: str) -> None:
    assert ask(text).sort == "person"


@pytest.mark.parametrize(
    "text",
    [
        "Why is it called a mill?",
        "Warum heißt die Mühle so?",
        "Waarom heet de molen zo?",
        "Proč se tak jmenuje mlýn?",
        "Perché si chiama così il mulino?",
    ],
)
def test_a_question_why_something_is_called_so_asks_for_no_name(text: str) -> None:
    assert ask(text).sort == ""


@pytest.mark.parametrize(
    "text",
    [
        "How many mills are there?",
        "How much flour does a mill grind?",
        "What building material do mills need?",
        "Who phones the miller?",
        "Wie viele Mühlen gibt es?",
        "Hoeveel molens zijn er?",
        "Kolik je tam mlýnů?",
        "Quanti mulini ci sono?",
    ],
)
def test_other_questions_ask_for_no_sort_of_thing(text: str) -> None:
    assert ask(text).sort == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Who is the treasurer of the union?", ("treasurer",)),
        ("Who was the first head miller in River Valley?", ("first", "head", "miller")),
        ("Wer ist der Schatzmeister im Flusstal?", ("schatzmeister",)),
        ("Wie is de penningmeester van de molen?", ("penningmeester",)),
        ("Kdo je pokladník v údolí?", ("pokladnik",)),
        ("Chi è il tesoriere del mulino?", ("tesoriere",)),
        ("How many grain mills are there in River Valley?", ("grain", "mills")),
        ("Wie viele Mühlen gibt es?", ("muhlen",)),
        ("How many are there?", ()),
        ("Who runs the treasury?", ()),
        ("What is a treasurer?", ()),
    ],
)
def test_the_office_or_the_thing_that_is_counted_is_told_from_what_follows(text: str, named: tuple[str, ...]) -> None:
    assert ask(text).named == named


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who leads the firm Heather Top?", "who"),
        ("Where is the firm Compare Mills?", "where"),
        ("Where is the top mill?", "superlative"),
        ("Which statement got the best overall score?", "superlative"),
        ("What had the worst marks?", "superlative"),
        ("Nenne die Anzahl Mühlen", "count"),
        ("Tell Me About Good Practices And The Top Mills", "superlative"),
    ],
)
def test_words_of_names_are_no_cues_but_german_nouns_and_titles_are(text: str, kind: str) -> None:
    assert ask(text).kind == kind


def test_misspelt_words_are_mended_in_what_is_searched_and_kept_in_what_was_written() -> None:
    question = ask("How many carpanters are there?", mend=lambda word, code: {"carpanters": "carpenters"}.get(word))
    assert question.search_text == "How many carpenters are there?"
    assert question.text == "How many carpanters are there?"
    assert question.named == ("carpenters",)


def test_a_facet_whose_name_is_misspelt_is_found_by_the_mended_word() -> None:
    question = ask("mills in the Flußtall", mend=lambda word, code: "flusstal" if word == "flusstall" else None)
    assert (question.facets, question.unknown) == ((RIVER,), ())


def test_words_of_an_earlier_question_are_mended_too() -> None:
    question = ask(
        "and in Hill Valley?", "How many carpanters are there?", mend=lambda word, code: word.replace("pan", "pen")
    )
    assert "carpenters" in question.search_text


def test_only_words_that_are_neither_names_nor_function_words_are_mended_in_the_questions_language() -> None:
    asked: list[tuple[str, str]] = []
    ask("Wie viele verschiedene Zimmerleute arbeiten zwischen Flusstal und Hügeltal?", mend=_noting(asked))
    assert asked == [("verschiedene", "de"), ("zimmerleute", "de"), ("arbeiten", "de")]


def _noting(asked: list[tuple[str, str]]) -> Callable[[str, str], str | None]:
    def mend(word: str, code: str) -> str | None:
        asked.append((word, code))
        return None

    return mend


def test_a_follow_up_that_names_a_facet_keeps_the_subject() -> None:
    question = ask("and in Hill Valley?", "How many mills are there in River Valley?")
    assert question.facets == (HILL,)
    assert question.kind == "count"
    assert "mills" in question.search_text
    assert "River" not in question.search_text


@pytest.mark.parametrize("text", ["How many millers are in Hill Valley?", "Kolik mlynářů mají Kopce?"])
def test_a_question_that_names_its_valley_and_what_it_counts_leans_on_nothing(text: str) -> None:
    assert ask(text, "What went wrong with the weir in River Valley?").carried == ""


def test_this_weekend_leans_on_nothing() -> None:
    assert ask("Will the millers meet this weekend?", "What went wrong with the weir?").carried == ""
    assert ask("Will this mill grind?", "What went wrong with the weir?").carried


def test_the_same_after_and_leans_on_what_was_asked() -> None:
    assert ask("And how many millers are in Hill Valley?", "What went wrong with the weir in River Valley?").carried


def test_a_follow_up_without_a_facet_keeps_the_facet() -> None:
    question = ask("and the bad ones?", "What are the good practices of millers in River Valley?")
    assert question.facets == (RIVER,)
    assert question.polarity == "bad"


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("Which mills grind rye?", "ok, and for fresh bread?"),
        ("Which mills grind rye?", "thanks, what about fresh bread?"),
        ("Welche Mühlen mahlen Roggen?", "ok, und für frisches Brot?"),
        ("Welke molens malen rogge?", "oké, en voor vers brood?"),
        ("Které mlýny melou žito?", "dobře, a na čerstvý chleba?"),
        ("Quali mulini macinano la segale?", "ok, e per pane fresco?"),
    ],
)
def test_a_follow_up_may_begin_with_thanks_or_consent(earlier: str, text: str) -> None:
    question = ask(text, earlier)
    assert question.carried == earlier
    assert question.search_text == f"{earlier} {text}"
    _, rest = text.split(", ", 1)
    assert ask(rest.split(maxsplit=1)[1].removeprefix("about "), earlier).carried == ""


def test_a_follow_up_of_a_follow_up_goes_back_to_the_subject() -> None:
    question = ask("and in River Valley?", "How many mills are there in River Valley?", "and in Hill Valley?")
    assert question.facets == (RIVER,)
    assert "mills" in question.search_text


def test_a_question_of_its_own_carries_nothing_over() -> None:
    question = ask("Which farmers grow barley without irrigation?", "How many mills are there in River Valley?")
    assert question.facets == ()
    assert question.carried == ""


@pytest.mark.parametrize("text", ["", "   ", "\u200b\ufeff", "\x00\x01", "\ud800"])
def test_an_empty_question_is_refused_with_advice(text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        clean(text, 100)


def test_a_question_that_is_too_long_names_the_setting() -> None:
    with pytest.raises(QuestionError, match="LEP_MAX_QUESTION_CHARS"):
        clean("x" * 101, 100)
    assert clean("x" * 100, 100)


def test_control_characters_are_taken_out() -> None:
    assert clean("How\x00 many\u202e mills?\n", 100) == "How many mills?"


def test_halves_of_characters_are_taken_out_of_the_question_and_of_earlier_ones() -> None:
    assert clean("How many \ud83d mills?", 100) == "How many mills?"
    assert "\ud83d" not in ask("and in Hill Valley?", "How many \ud83d mills are there?").search_text


def test_a_name_in_another_language_is_read_as_the_value_that_it_means() -> None:
    def same(name: str, code: str) -> Facet | None:
        return RIVER if (name, code) == ("Barcelona", "en") else None

    question = understand("How many mills are there in Barcelona?", (), FACETS, lambda word: False, same=same)
    assert question.facets == (RIVER,)
    assert question.unknown == ()
    assert question.search_text == "How many mills are there in River Valley?"


def test_what_a_name_means_in_a_language_of_no_document_outdoes_where_a_document_names_it() -> None:
    def same(name: str, code: str) -> Facet | None:
        return RIVER if (name, code) == ("Rivierland", "nl") else None

    def lies_in(name: str) -> Facet | None:
        return HILL if name == "Rivierland" else None

    def of(spoken: list[str]) -> tuple[Facet, ...]:
        text = "Hoeveel molens zijn er in Rivierland?"
        return understand(text, (), FACETS, "rivierland".__eq__, same=same, spoken=spoken, lies_in=lies_in).facets

    assert of(["en", "de"]) == (RIVER,)
    assert of(["en", "nl"]) == (HILL,)


PILOTS = (Facet("pilot", "River Valley"), Facet("pilot", "Hill Valley"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("name the three phases the pilots go through", "list"),
        ("name the goals of all three pilots", "compare"),
        ("name the goals of all three new pilots", "compare"),
    ],
)
def test_a_number_of_other_things_is_no_number_of_values(text: str, kind: str) -> None:
    assert understand(text, [], PILOTS, known=lambda word: True).kind == kind

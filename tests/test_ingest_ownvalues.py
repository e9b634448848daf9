"""A report's own value of a facet, told from its opening or its file's name, and what other documents inherit."""

from pathlib import Path

import pytest

from assistant.inherited import inherited
from assistant.vocabulary import Block, Document, Facet
from ingest.ownvalues import own_values

KNOWN = [Facet("pilot", "Porto", ("Oporto",))]
CALLED = {"pilot": ("partnership", "Local Ecosystem Partnership", "LEP", "Pilotregion", "partnerství")}


def told(title: str, *texts: str, file_name: str = "report.docx") -> list[str]:
    blocks = [Block("paragraph", text) for text in texts]
    return [facet.value for facet in own_values(title, file_name, blocks, KNOWN, CALLED)]


@pytest.mark.parametrize(
    ("title", "texts", "value"),
    [
        (
            "Games and more",
            ["The Local Ecosystem Partnership for games in Oulu", "Oulu began. We met in Oulu."],
            "Oulu",
        ),
        ("First year", ["What the Oulu partnership learned", "All moved to Oulu, and Oulu was glad."], "Oulu"),
        (
            "LEP Vila Real: report",
            ["They came to Vila Real.", "Vila Real has a river. Vila Real is small."],
            "Vila Real",
        ),
        ("Bericht", ["Pilotregion Graz", "Graz ist klein. Alle trafen sich in Graz und in Wien."], "Graz"),
        ("Zpráva", ["Místní partnerství Ostrava", "Sešli se v Ostravě. Ostrava je velká."], "Ostrava"),
        ("A year in town", ["The partnership of Oporto", "They met in Porto, left Porto and saw Porto."], "Porto"),
    ],
)
def test_a_report_says_in_its_opening_which_region_it_is_about(title: str, texts: list[str], value: str) -> None:
    assert told(title, *texts) == [value]


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("The European partnership", ["European cities and European towns in European lands met."]),
        ("Report on LEP pilots", ["LEP means a partnership. The LEP in LEP. LEP."]),
        ("The partnership in Oulu", ["We met in Oulu. Oulu is far, and Oulu is cold.", "In Porto, Porto and Porto."]),
        ("The Oulu partnership", ["Nobody was there."]),
        ("The Good partnership", ["We met in Good. Good it was, and good it is. Good."]),
        ("Weather", ["It rains in Oulu. Oulu is wet, and Oulu is cold."]),
    ],
)
def test_what_names_no_region_or_several_or_one_in_passing_is_about_none(title: str, texts: list[str]) -> None:
    assert told(title, *texts) == []


def test_a_file_may_be_named_after_the_region() -> None:
    texts = ["We met in Oulu. Oulu is far.", "All liked Oulu."]
    assert told("Notes", *texts, file_name="notes-oulu_2025.docx") == ["Oulu"]
    assert told("Notes", *texts, file_name="oulux.docx") == []


BAY = "The partnership for boats in the Ría de Arvosa, Galdecia"
HARBOUR = "The Cambrel partnership met in Cambrel. " + "Cambrel is old, and all love Cambrel. " * 3
OF_BAY = (BAY, "Arvosa is calm. In Arvosa, the sea is warm.", HARBOUR)


def test_what_the_first_lines_and_the_files_name_say_outdoes_what_is_named_more_often() -> None:
    assert told("Boats", *OF_BAY, file_name="arvosa-report.pdf") == ["Arvosa"]


def test_without_the_files_name_what_is_named_more_often_counts() -> None:
    assert told("Boats", *OF_BAY, file_name="boats-report.pdf") == ["Cambrel"]


@pytest.mark.parametrize("late", [1, 4])
def test_what_is_said_first_outdoes_what_is_said_later(late: int) -> None:
    first, second = "The partnership in Arvosa", "The partnership in Cambrel"
    about = ["-"] * 6
    about[0], about[late] = first, second
    of_both = "They met in Arvosa. Arvosa is far. They met in Cambrel. Cambrel is far."
    assert told("Boats", *about, of_both) == ([] if late == 1 else ["Arvosa"])


@pytest.mark.parametrize("file_name", ["sjuvard-x.html", "Sjuvärd-x.html", "x_SJUVARD.html"])
def test_a_files_name_may_lack_the_marks_of_letters_and_makes_two_mentions_enough(file_name: str) -> None:
    texts = ["The partnership in Sjuvärd", "All came to Sjuvärd."]
    assert told("Wood", *texts, file_name=file_name) == ["Sjuvärd"]
    texts = ["The Sjuvärd partnership", "All came to Sjuvärd."]
    assert told("Wood", *texts, file_name=file_name) == ["Sjuvärd"]
    assert told("Wood", texts[0], "All like Sjuvärd lamps.", file_name="wood.html") == []


def test_an_adjective_does_not_replace_the_name_that_it_is_made_from() -> None:
    texts = ["The Selvian partnership", "In Selvian towns, for Selvian folk, of Selvian wood. All met in Selvia."]
    assert told("First year", *texts, "Selvia is far.", "Selvia is cold.", file_name="selvia.pdf") == ["Selvia"]


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("The partnership in the Algravia", "Algravia"),
        ("The partnership for boats in Vila do Conder", "Vila do Conder"),
        ("The Newbold upon Tarn partnership", "Newbold upon Tarn"),
        ("Die Pilotregion in der Wetterei", "Wetterei"),
    ],
)
def test_articles_before_a_name_are_none_of_it_and_small_words_inside_are(opening: str, name: str) -> None:
    assert told("First year", opening, f"{name} is far. They met in {name}. All like {name}.") == [name]


def test_what_a_report_calls_its_partnership_by_again_and_again_outdoes_its_country_and_its_town() -> None:
    title, met = "Local Ecosystem Partnership (LEP) Algravia, Selvia", "We met in Selvia, in Selvia and in Selvia."
    assert told(title, met, "The LEP Algravia began.", "All of the LEP Algravia came.") == ["Algravia"]
    assert told(title, met, "We began.", "All of us came.") == ["Selvia"]


def test_title_and_file_tell_the_whole_name_where_its_first_word_is_mostly_an_adjective() -> None:
    texts = ["The Selvian partnership met.", "All wrote in Amber and in Spanish. The Amber council paid for it."]
    assert told("Amber Coast: crafts", *texts, file_name="amber-coast-report.pdf") == ["Amber Coast"]


def test_a_report_on_two_regions_is_on_neither_alone() -> None:
    texts = ["LEP Algravia met in Algravia. LEP Selvia met in Selvia."] * 3
    assert told("The partnerships of Algravia (North) and Selvia (South)", *texts) == []


def test_the_last_word_of_a_name_may_stand_for_it() -> None:
    texts = ["The partnership in Vila do Conder", "They met in Conder. Conder is far. All like Conder."]
    assert told("Boats", *texts) == ["Conder"]


@pytest.mark.parametrize(
    "line",
    [
        "Two years of a skills partnership for glass on Algravia",
        "Interim report of the Wood Skills Partnership, Algravia",
        "Pilotregion auf Algravia, zweiter Bericht",
    ],
)
def test_a_place_in_the_first_lines_needs_no_second_mention(line: str) -> None:
    assert told("Wood", line, "We began late.") == ["Algravia"]
    assert told("Wood", line, "They met at algravia.") == [], "a word that is written small is no name"
    assert told("Wood", *["We began late."] * 5, line) == [], "later on, it may be any place"


def document(name: str, title: str = "Sheet", **facets: str) -> Document:
    return Document(id=name, path=name, title=title, facets=facets)


def test_a_document_without_a_value_takes_the_one_that_its_name_or_title_names() -> None:
    documents = [document("oulu_skills.xlsx"), document("b.md", "Porto in figures"), document("c.md")]
    known = [*KNOWN, Facet("pilot", "Oulu")]
    assert inherited(documents, known, {}) == {"oulu_skills.xlsx": {"pilot": "Oulu"}, "b.md": {"pilot": "Porto"}}


@pytest.mark.parametrize(
    "held",
    [
        (document("oulu.md", pilot="Porto"), {}),
        (document("oulu-and-porto.md"), {}),
        (document("oulu.md"), {"oulu.md": [{}, {"pilot": "Porto"}]}),
    ],
)
def test_a_document_that_carries_values_or_names_several_takes_none(
    held: tuple[Document, dict[str, list[dict[str, str]]]],
) -> None:
    one, carried = held
    assert inherited([one], [*KNOWN, Facet("pilot", "Oulu")], carried) == {}


def test_the_words_for_a_region_stand_in_the_facets_file(tmp_path: Path) -> None:
    from assistant.errors import SettingsError
    from assistant.facets import load_called

    path = tmp_path / "facets.toml"
    path.write_text('[facets.pilot]\ncalled = ["partnership"]\nvalues = []\n', encoding="utf-8")
    assert load_called(path) == {"pilot": ("partnership",)}
    path.write_text('[facets.pilot]\ncalled = "partnership"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="a list of words"):
        load_called(path)


@pytest.mark.parametrize(
    ("title", "text", "file_name", "region"),
    [
        (
            "Tarn Valley Wood and Design Skills Partnership",
            "How it was set up in the Tarn Valley in the north. The Tarn Valley has the valley of the Tarn in it.",
            "Tarn_Valley_report_v1.2.docx",
            "Tarn Valley",
        ),
        (
            "Glass for all",
            "The partnership for glass in the Tarn Hills: we met twice in the Tarn Hills, where hills are high.",
            "tarn-hills.docx",
            "Tarn Hills",
        ),
    ],
)
def test_a_region_of_several_words_may_have_an_article(title: str, text: str, file_name: str, region: str) -> None:
    assert told(title, text, file_name=file_name) == [region]


def test_a_region_that_title_and_file_are_named_after_needs_no_place_in_the_text() -> None:
    texts = ["Lampton pilot, Lampland", "The Selvia partnership makes lamps.", "Many had moved to Lampland."]
    title = "Pilot report: Local Ecosystem Partnership Selvia"
    assert told(title, *texts, file_name="LEP_Selvia_report.docx") == ["Selvia"]


def test_what_the_partnership_is_called_is_no_region() -> None:
    texts = ["Report of the Curtain Skills Partnership, Plovdiv", "The aims of the Curtain Skills Partnership"]
    assert told("Curtain Skills", *texts, file_name="curtain_skills report.docx") == ["Plovdiv"]


LAMPS_IN_SELVIA = "They make lamps in Selvia. Selvia is far."


@pytest.mark.parametrize(
    ("title", "text", "value"),
    [
        ("Selvia: the Lamp Guild", LAMPS_IN_SELVIA, "Selvia"),
        ("The Lamp Guild | Selvia", LAMPS_IN_SELVIA, "Selvia"),
        ("Zlinvicko: cech lampářů", "Sešli se na Zlinvicku. Zlinvicko je malé.", "Zlinvicko"),
        ("Wetterei: die Pilotregion", "Lampen gibt es in der Wetterei. Alle mögen die Wetterei.", "Wetterei"),
        ("Selvland: die Lampengilde", "Alle trafen sich im Selvland. Selvland ist klein.", "Selvland"),
        ("Arvosia: la gilda", "Si fanno lampade nella Arvosia. Arvosia dorme.", "Arvosia"),
    ],
)
def test_a_title_and_a_files_name_tell_a_region_that_the_text_uses_as_a_place(
    title: str, text: str, value: str
) -> None:
    assert told(title, text, file_name=f"{value.lower()}-2025.docx") == [value]


def test_a_title_alone_or_a_text_that_never_uses_the_name_as_a_place_tells_no_region() -> None:
    assert told("Selvia: the Lamp Guild", LAMPS_IN_SELVIA, file_name="lamps.docx") == []
    assert told("Selvia: the Lamp Guild", "Selvia lamps are bright. Selvia is a lamp.", file_name="selvia.docx") == []


KINDS = {"pilot": ("Pilotbericht",)}


def test_a_name_right_after_a_kind_needs_no_use_as_a_place_in_a_file_that_is_named_after_it() -> None:
    blocks = [Block("paragraph", "Wir begannen spät."), Block("paragraph", "Selvland ist klein.")]
    for file_name, values in (("selvland.docx", [Facet("pilot", "Selvland")]), ("bericht.docx", [])):
        assert own_values("Pilotbericht Selvland", file_name, blocks, KNOWN, KINDS) == values
    assert own_values("Pilotbericht Selvland", "selvland.docx", [], KNOWN, KINDS) == [Facet("pilot", "Selvland")]
    with_comma = own_values("Pilotbericht, Selvland im Licht", "selvland.docx", blocks, KNOWN, KINDS)
    assert with_comma == [Facet("pilot", "Selvland")]


def test_the_first_lines_beside_a_kind_and_the_files_name_tell_a_region_together() -> None:
    texts = ["What the Selvia pilot learned", "The Selvia lamps are bright."]
    assert told("A year of lamps", *texts, file_name="selvia.docx") == ["Selvia"]
    assert told("A year of lamps", *texts, file_name="lamps.docx") == []
    late = [*["We began late."] * 4, *texts]
    assert told("A year of lamps", *late, file_name="selvia.docx") == [], "later on, it may be any region's pilot"


def test_a_title_with_the_name_of_the_file_needs_only_one_use_as_a_place() -> None:
    texts = ["We cooked in the canteen, Selvia.", "Lamps were lit."]
    assert told("Lamps of Selvia for all", *texts, file_name="selvia.docx") == ["Selvia"]
    assert told("Lamps of Selvia for all", *texts, file_name="lamps.docx") == []
    assert told("Lamps for all", *texts, "Selvia lamps were lit.", file_name="selvia.docx") == ["Selvia"]
    assert told("Lamps of Selvia for all", "Selvia lamps were lit.", file_name="selvia.docx") == []


@pytest.mark.parametrize(
    ("title", "texts", "file_name"),
    [
        ("Notes", ["January pilot meeting", "We met in January. In January, it was cold."], "notes-january.docx"),
        ("Pilot Oktober", ["Notizen aus dem Oktober. Oktober war kalt."], "oktober.docx"),
        ("Lamps", ["Notes on the Workshop pilot", "Each Workshop began late."], "workshop.docx"),
        ("The Report pilot", ["A Report on lamps"], "report.docx"),
    ],
)
def test_months_and_what_papers_are_called_are_no_regions(title: str, texts: list[str], file_name: str) -> None:
    assert told(title, *texts, file_name=file_name) == []


def test_a_region_in_the_files_name_is_told_beside_what_the_paper_is_called() -> None:
    texts = ["Notes on the Workshop pilot in the Selvia pilot", "The Selvia lamps. Each Workshop began late."]
    assert told("Lamps", *texts, file_name="workshop-selvia.docx") == ["Selvia"]


GRAND_LANTERN = "The Grand Lantern is new. All like the Grand Lantern."


def test_what_a_title_calls_the_partnership_stands_for_the_region_where_no_place_is_told() -> None:
    title = "Workshop of the LEP Grand Lantern"
    assert told(title, GRAND_LANTERN) == ["Grand Lantern"]
    assert told(title, "Report of the partnership, Selvia", GRAND_LANTERN) == ["Selvia"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Workshop of the LEP Grand Lantern", "The Grand Lantern is new."),
        ("Workshop of the LEP Grand Lantern", f"{GRAND_LANTERN} A grand lantern is a lamp."),
        ("Workshop of the LEP Lantern", "The Lantern is new. All like the Lantern."),
        ("Workshop of the Grand Lantern", GRAND_LANTERN),
    ],
)
def test_words_said_once_or_written_small_or_one_alone_or_without_a_kind_call_no_partnership(
    title: str, text: str
) -> None:
    assert told(title, text) == []


@pytest.mark.parametrize("title", ["Lamps of Selvia and Arvosia", "Selvia and Arvosia"])
def test_a_title_with_two_names_of_its_file_is_about_neither(title: str) -> None:
    texts = ["We met at noon, Selvia.", "We met at night, Arvosia."]
    assert told(title, *texts, file_name="selvia-arvosia.docx") == []
    assert told(title, texts[0], "Arvosia lamps were lit.", file_name="selvia-arvosia.docx") == []
    assert told("Lamps of Selvia", *texts, file_name="selvia-arvosia.docx") == ["Selvia"]


def test_a_workshop_is_no_region_even_where_it_stands_as_one() -> None:
    texts = ["Results of Workshop 1 and notes of Workshop 2. What we did at Workshop 2."]
    assert told("Workshop: lamps for all", *texts, file_name="workshop-lamps.docx") == []


@pytest.mark.parametrize(
    ("title", "first", "file_name", "about"),
    [
        ("Four valleys: joint LEP workshop", "Selvia, 11 June 2025", "joint-workshop-selvia.pptx", []),
        ("Notes on members", "Joint meeting of the partnerships, Selvia, 3 May", "Selvia_workshop_notes.md", []),
        ("Notes on members", "Incontro congiunto del partenariato, Selvia, 3 May", "selvia_note.md", []),
        ("LEP Selvia: notes", "Joint meeting with our neighbours", "selvia_notes.md", ["Selvia"]),
        ("Notes on members", "Meeting of the partnership Selvia, a joint effort", "selvia_notes.md", ["Selvia"]),
    ],
)
def test_the_place_where_several_meet_is_not_what_their_notes_are_about(
    title: str, first: str, file_name: str, about: list[str]
) -> None:
    texts = [first, "We met in Selvia, in the mill.", "All liked it in Selvia."]
    assert told(title, *texts, file_name=file_name) == about


def test_marks_in_a_title_are_no_part_of_its_words() -> None:
    assert told("Lamps in Selvia, 2025", "We met at noon, Selvia.", file_name="selvia.docx") == ["Selvia"]


@pytest.mark.parametrize(
    ("title", "text", "file_name"),
    [
        ("LEP Arvo: its year in Selvia (Ruritania)", "Selvia is far. Arvo began late in Ruritania.", "selvia.docx"),
        ("Selvia Skills Table – report on the LEP pilot", "All like Selvia. Few leave Selvia.", "selvia.pdf"),
        ("Notes – LEP Arvo, Selvia", "The old mill, Selvia.", "selvia-notes.md"),
        ("Results", "Half of those who answered live on Selvia all year.", "selvia-lep-survey.md"),
        ("Lamps and Selvia", "Lamps are lit. We met in Selvia. The lamps of Selvia.", "LEP_lamps_selvia.docx"),
    ],
)
def test_the_name_for_which_most_speaks_is_taken(title: str, text: str, file_name: str) -> None:
    assert told(title, text, file_name=file_name) == ["Selvia"]


@pytest.mark.parametrize(
    ("title", "texts", "file_name"),
    [
        ("Two regions", ["Workshop Selvia × Arvosia", "We met in Selvia, and Selvia pays. Arvosia listens."], "x.pptx"),
        ("Leren: Selvia en de Arvosia", ["De regio. In Selvia. In Arvosia. Selvia, Arvosia."], "leren.md"),
        ("Workshop chapter: Overall results of the pilot", ["Overall: fine. Overall, good. Overall so."], "overall.md"),
        ("Example for a Form", ["Fill it in."], "form.pdf"),
        ("The pilot under the Guild", ["All like the Guild. Under the Guild all meet. The Guild pays."], "guild.md"),
    ],
)
def test_names_said_together_and_words_for_things_are_no_regions(title: str, texts: list[str], file_name: str) -> None:
    assert told(title, *texts, file_name=file_name) == []

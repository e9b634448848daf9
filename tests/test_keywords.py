"""The keyword index."""

from pathlib import Path

import pytest

from assistant.errors import LibraryError
from assistant.keywords import Entry, KeywordIndex


@pytest.fixture
def index(tmp_path: Path) -> KeywordIndex:
    return KeywordIndex(tmp_path / "keywords")


def found(index: KeywordIndex, *words: str) -> list[str]:
    return [key for key, _ in index.search(words, 10)]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "The partners were collaborating.", "collaborate"),
        ("de", "Die Häuser der Stadt", "Haus"),
        ("nl", "De bedrijven werken samen", "bedrijf"),
        ("it", "Le imprese della città", "impresa"),
        ("cs", "Příklady dobré praxe", "priklady"),
        ("en", "Café culture", "cafe"),
    ],
)
def test_words_are_found_in_their_inflections_and_without_accents(
    index: KeywordIndex, language: str, text: str, word: str
) -> None:
    index.change([Entry("a", language, text, "")], [])
    assert found(index, word) == ["a"]
    assert index.document_frequency(word) == 1


def test_words_in_the_text_count_more_than_in_headings(index: KeywordIndex) -> None:
    index.change([Entry("heading", "en", "other things", "tram"), Entry("text", "en", "tram things", "other")], [])
    assert found(index, "tram") == ["text", "heading"]


def test_rare_words_count_more_and_repeated_ones_once(index: KeywordIndex) -> None:
    entries = [Entry(f"common{number}", "en", "common word here", "") for number in range(8)]
    index.change([*entries, Entry("rare", "en", "rare thing here", "")], [])
    assert found(index, "common", "rare")[0] == "rare"
    assert index.search(["rare", "rare"], 1) == index.search(["rare"], 1)


@pytest.mark.parametrize(
    ("language", "text", "misspelt"),
    [
        ("en", "The carpenters met.", "carpetners"),
        ("en", "The carpenters met.", "carpeters"),
        ("de", "Die Zimmerleute tagen.", "Zimerleute"),
        ("cs", "Tesaři z údolí", "tesati"),
    ],
)
def test_a_misspelt_word_is_found_where_a_word_with_a_stem_one_letter_apart_stands(
    index: KeywordIndex, language: str, text: str, misspelt: str
) -> None:
    index.change([Entry("a", language, text, ""), Entry("b", language, "Other", "things")], [])
    assert index.document_frequency(misspelt) == 0
    assert [key for key, _ in index.similar(misspelt, 10)] == ["a"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("it", "Le lampade della Sardegna", "sardinia"),
        ("en", "Lamps of Sardegna", "sardinia"),
        ("cs", "Lampy na Sardinii", "sardegna"),
        ("de", "Lampen in Siebenbürgen", "siebenburgo"),
    ],
)
def test_a_places_name_in_another_language_begins_alike(
    index: KeywordIndex, language: str, text: str, word: str
) -> None:
    index.change([Entry("a", language, text, ""), Entry("b", language, "other", "things")], [])
    assert index.begins_alike(word)
    index.change([], ["a"])
    assert not index.begins_alike(word)


def test_a_word_of_the_headings_begins_alike_too(index: KeywordIndex) -> None:
    index.change([Entry("a", "en", "other", "Sardegna")], [])
    assert index.begins_alike("sardinia")


@pytest.mark.parametrize("word", ["sar", "sa", "", "corsica", "salonika", "ardegna", "s.*degna", "1234567"])
def test_short_words_and_those_with_another_beginning_do_not_begin_alike(index: KeywordIndex, word: str) -> None:
    index.change([Entry("a", "it", "Le lampade della Sardegna, sa, sar, 1234567", "")], [])
    assert not index.begins_alike(word)


def test_of_a_long_word_more_than_four_letters_have_to_be_alike(index: KeywordIndex) -> None:
    index.change([Entry("a", "cs", "Transportéry", "")], [])
    assert not index.begins_alike("transylvania")
    index.change([Entry("a", "cs", "v Transylvánii", "")], [])
    assert index.begins_alike("transylvania")


def test_much_longer_words_do_not_begin_alike(index: KeywordIndex) -> None:
    index.change([Entry("a", "cs", "sardinkovitost", "")], [])
    assert not index.begins_alike("sardinia")


@pytest.mark.parametrize(("text", "word"), [("Lamps of Avilés", "aviles"), ("Lamps of Aviles", "avilés")])
def test_english_passages_hold_foreign_names_with_and_without_their_accents(
    index: KeywordIndex, text: str, word: str
) -> None:
    index.change([Entry("a", "en", text, ""), Entry("b", "en", "other", "things")], [])
    assert found(index, word) == ["a"]
    assert found(index, text.split()[-1]) == ["a"]


def test_misspelt_words_of_headings_are_found_and_no_more_than_asked_for(index: KeywordIndex) -> None:
    index.change([Entry(f"a{number}", "en", "other things", "carpenters") for number in range(4)], [])
    assert len(index.similar("carpetners", 3)) == 3
    assert len(index.similar("carpetners", 10)) == 4


def test_words_further_apart_are_not_similar(index: KeywordIndex) -> None:
    index.change([Entry("a", "en", "The carpenter met.", "")], [])
    assert index.similar("carpantar", 10) == []
    assert index.similar("?!", 10) == []


def test_an_entry_put_again_replaces_the_old_one_and_dropped_ones_are_gone(index: KeywordIndex) -> None:
    index.change([Entry("a", "en", "apple", ""), Entry("b", "en", "banana", "")], [])
    index.change([Entry("a", "en", "cherry", "")], ["b", "never there"])
    assert found(index, "apple", "banana", "cherry") == ["a"]
    assert index.all_keys() == {"a"}


def test_a_reader_sees_changes_after_it_reopens(index: KeywordIndex, tmp_path: Path) -> None:
    other = KeywordIndex(tmp_path / "keywords")
    index.change([Entry("a", "en", "apple", "")], [])
    other.reopen()
    assert found(other, "apple") == ["a"]


def test_its_files_can_be_read_by_whoever_may_read_the_folder(index: KeywordIndex, tmp_path: Path) -> None:
    index.change([Entry("a", "en", "apple", "")], [])
    modes = {path.stat().st_mode for path in (tmp_path / "keywords").iterdir()}
    assert len(modes) == 1


def test_a_damaged_index_names_its_folder_and_the_remedy(index: KeywordIndex, tmp_path: Path) -> None:
    index.change([Entry("a", "en", "apple", "")], [])
    (tmp_path / "keywords" / "meta.json").write_text("{")
    with pytest.raises(LibraryError, match="--rebuild"):
        KeywordIndex(tmp_path / "keywords")

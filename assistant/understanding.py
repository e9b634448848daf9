"""Understanding: from the person's words (and the conversation so far) to a `Question`."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Literal, get_args

from assistant.asides import places_of_asker, without_carriers, without_places, without_sources
from assistant.errors import QuestionError
from assistant.facets import find_facets, without_facets
from assistant.language import DEFAULT, Language, detect, language
from assistant.names import CAPITAL, meant, placed_names
from assistant.spelling import mended
from assistant.vocabulary import Facet, Kind, Question, Sort, Turn
from assistant.words import fold, sentences, words

ORDER: tuple[Kind, ...] = (
    "compare", "superlative", "rating", "count", "definition", "when", "where", "who", "overview", "yesno", "list",
)  # fmt: skip
"""Kinds in the order in which their cues are tried: the more telling ones first."""
EXACT: tuple[Kind, ...] = ("count", "rating", "when", "who", "where")
"""Kinds that ask for one sort of thing."""
TOLD: tuple[Kind, ...] = ("fact", "list", "overview", "yesno", "compare")
"""Kinds that may ask what is recommended."""
FEW_WORDS = 4
"""A follow-up with fewer words of its own subject than this takes the earlier subject along."""
NAME = re.compile(r"(?<=[^\W\d_.?!:] )[A-ZÀ-Þ][^\W\d_]+(?: [A-ZÀ-Þ][^\W\d_]+)+")
"""Several words with a capital each, not at the start of a sentence."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
"""Characters that say nothing: control and direction marks, and halves of characters, which no file can hold."""


def clean(text: str, limit: int) -> str:
    """Return the text without control characters, its white space folded.

    Raises:
        QuestionError: Nothing is left, or it is longer than the limit.
    """
    text = _printable(text)
    if not text:
        raise QuestionError("The question is empty. Ask about something that the documents report, in a sentence.")
    if len(text) > limit:
        raise QuestionError(
            f"The question has {len(text):,} characters; the longest that is answered has {limit:,}. "
            "Shorten it, or raise the setting LEP_MAX_QUESTION_CHARS."
        )
    return text


def understand(
    text: str,
    history: Sequence[Turn],
    facets: Sequence[Facet],
    known: Callable[[str], bool],
    mend: Callable[[str, str], str | None] = lambda word, code: None,
    same: Callable[[str, str], Facet | None] = lambda name, code: None,
    spoken: Collection[str] = (),
    alike: Callable[[str, str], bool] = lambda word, code: False,
    lies_in: Callable[[str], Facet | None] = lambda name: None,
    called: Collection[str] = (),
) -> Question:
    """Understand a question, completing it from the person's earlier questions where it leans on them.

    Args:
        text: The cleaned question.
        history: The conversation before it, oldest first.
        facets: The facet values that the library knows.
        known: Tells whether a folded word occurs in the library.
        mend: Tells what a folded word in a language was meant to be, None where it is right or nothing is like it.
        same: Tells which facet value an unknown name in a language is another name of, None for none.
        spoken: Languages of the documents.
        alike: Tells whether a folded word in a language may be a place that the documents name otherwise.
        lies_in: Tells which facet value a place belongs to, None where the documents do not tell.
        called: Words for what carries facet values ("partnership").
    """
    question: Question | None = None
    for turn in history:
        if turn.role == "user" and (earlier := _printable(turn.content)):
            question = _understand(earlier, question, facets, known, mend, same, spoken, alike, lies_in, called)
    return _understand(text, question, facets, known, mend, same, spoken, alike, lies_in, called)


def _printable(text: str) -> str:
    return " ".join(CONTROL.sub(" ", text).split())


def _understand(
    asked: str,
    earlier: Question | None,
    facets: Sequence[Facet],
    known: Callable[[str], bool],
    mend: Callable[[str, str], str | None],
    same: Callable[[str, str], Facet | None],
    spoken: Collection[str],
    alike: Callable[[str, str], bool],
    lies_in: Callable[[str], Facet | None],
    called: Collection[str],
) -> Question:
    code = _language(without_facets(asked, facets) or asked, earlier.language if earlier else "en", known, spoken)
    lang = language(code)
    names = {word for f in facets for name in (f.name, f.value, *f.aliases) for word in words(name)}
    right = names | lang.function_words
    text = mended(asked, lambda word: None if word in right else mend(word, code))
    bare = without_facets(text, facets)
    named = tuple(find_facets(text, facets))
    placed = placed_names(bare, lang, {fold(f.name) for f in facets}, {fold(word) for word in called})
    unknown = [name for name in placed if not any(known(w) or alike(w, code) for w in words(name))]
    own = places_of_asker(unknown, text, lang)
    unknown = [name for name in unknown if name not in own]
    text = without_places(text, own)
    places: dict[str, Facet] = {}
    if not named and not unknown:
        spelt = dict.fromkeys([*placed, *(() if lang.capital_nouns else CAPITAL.findall(bare))])
        # A document in a third language may name the place as the question does, and lie elsewhere.
        places = {name: facet for name in spelt if (facet := lies_in(name)) is not None}
        if code not in spoken:
            places = {name: same(name, code) or facet for name, facet in places.items()}
        named = tuple(dict.fromkeys(places.values()))
    misspelt = {name: facet for name in unknown if (facet := meant(name, facets) or same(name, code)) is not None}
    for name, facet in misspelt.items():
        text = text.replace(name, facet.value)
    named = tuple(dict.fromkeys((*named, *misspelt.values())))
    text = without_sources(text, lang)
    asking = _asking(text, facets, lang)
    marked = _mark(_without_names(asking, lang), facets)
    kind = _kind(marked, lang, named)
    sort: Sort = next((sort for sort in get_args(Sort) if lang.has(sort, marked)), "")
    question = Question(
        text=asked,
        search_text=without_carriers(text, named, called, lang),
        language=code,
        kind=kind,
        facets=named,
        unknown=tuple(name for name in unknown if name not in misspelt),
        all_values=len(named) != 1 and lang.has("all_values", marked),
        polarity=_polarity(asking, lang),
        counsel=kind in TOLD and lang.has("counsel", asking),
        lowest=lang.has("lowest", asking),
        figure=any(lang.has(cue, marked) for cue in ("count", "rating", "superlative")),
        sort=sort,
        places=tuple(word for name in places for word in words(name)),
        aside=text.removesuffix(asking),
        named=() if sort else _named(without_facets(asking, facets), kind, lang),
    )
    return _completed(question, earlier, facets, lang) if earlier else question


def _language(text: str, default: str, known: Callable[[str], bool], spoken: Collection[str]) -> str:
    """Return a question's language; a few words that may be in several are in the documents' language if all are."""
    code = detect(text, default=default)
    if code not in spoken and DEFAULT in spoken:
        own = language(DEFAULT).function_words
        telling = [word for word in words(text) if word not in own]
        if telling and all(map(known, telling)):
            return DEFAULT
    return code


def _asking(text: str, facets: Sequence[Facet], lang: Language) -> str:
    """Return a text from the sentence that asks on, where those before it only tell why: "We are new here. Who …?"."""
    starts = {0, *(start for start, _ in sentences(text))}
    for match in re.finditer(": ", text):
        before = text[max(start for start in starts if start <= match.start()) : match.start()]
        if _kind(_mark(before, facets), lang, ()) in ("fact", "overview"):
            starts.add(match.end())
    spans = pairwise([*sorted(starts), len(text)])
    asking = [start for start, end in spans if text[start:end].rstrip().endswith("?")]
    rest = text[asking[0] :] if len(asking) == 1 else text
    return rest if len(subject(rest, lang)) > 1 else text


def _named(text: str, kind: Kind, lang: Language) -> tuple[str, ...]:
    """Return the words that follow "how many" or "who is the" up to the next function word; "people" tells nothing."""
    rest = lang.after({"count": "counted", "who": "office"}.get(kind, ""), text)
    named = tuple(takewhile(lambda word: word not in lang.function_words, words(rest)))
    return () if lang.persons.issuperset(named) else named


def _kind(text: str, lang: Language, named: Sequence[Facet]) -> Kind:
    if len({f.value for f in named}) > 1 and not lang.has("count", text):
        return "superlative" if lang.has("superlative", text) else "compare"
    if lang.has("superlative", text):
        return "superlative"
    for kind in ORDER:
        if lang.has(kind, text):
            return kind
    return "fact"


def _mark(text: str, facets: Sequence[Facet]) -> str:
    """Write "facet" for the name of a facet ("pilot") and "facets" for its forms ("pilots", "Pilotregionen").

    So cues need not know the names.
    """
    names = "|".join(sorted({re.escape(fold(f.name)) for f in facets}))
    return re.sub(rf"\b(?:{names})(\w*)", lambda m: "facets" if m[1] else "facet", fold(text)) if names else text


def _without_names(text: str, lang: Language) -> str:
    """Leave out names of several words ("Heather Top"), whose words are no cues; not where every noun has a capital."""
    return text if lang.capital_nouns or text.istitle() else NAME.sub(" ", text)


def _polarity(text: str, lang: Language) -> Literal["good", "bad", ""]:
    good, bad = lang.has("good", text), lang.has("bad", text)
    return "" if good == bad else "good" if good else "bad"


def subject(text: str, lang: Language) -> list[str]:
    """Return the folded words of a question that say what it is about."""
    return [w for w in words(text) if w not in lang.function_words and (len(w) > 1 or w.isdigit())]


def _completed(question: Question, earlier: Question, facets: Sequence[Facet], lang: Language) -> Question:
    """Complete a follow-up: facet, subject and kind are carried over where the question names none itself."""
    own = subject(without_facets(question.search_text, facets), lang)
    # "How many millers has Leeds?" says in one word all that it asks.
    whole = len(own) == 1 and question.facets and question.kind in EXACT
    if not lang.has("follow_up", question.text) and (len(own) > 1 or whole):
        return question
    if not question.facets and earlier.facets and lang.has("others", question.text):
        question = replace(question, all_values=True)
    named = question.facets or (() if question.all_values else earlier.facets)
    if len(own) >= FEW_WORDS:
        return replace(question, facets=named)
    before = earlier.search_text
    if question.facets:
        before = without_facets(before, facets)
    own_kind = question.kind not in ("fact", "list", "yesno")
    # "And in Leeds?" asks for a figure or a date once more, "what happened there?" does not.
    inherited = earlier.kind if not own or earlier.kind not in EXACT else question.kind
    return replace(
        question,
        search_text=f"{before} {question.search_text}",
        carried=before,
        kind=question.kind if own_kind else inherited,
        facets=named,
        polarity=question.polarity or ("" if own else earlier.polarity),
        lowest=question.lowest or (earlier.lowest and not own_kind),
        figure=question.figure or (earlier.figure and not own_kind),
        all_values=question.all_values or (earlier.all_values and not question.facets),
    )

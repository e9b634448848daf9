"""Declining: telling, from what was found, that the documents do not answer."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.blanks import blank_row, left_open
from assistant.citations import Line, quote
from assistant.compose import shown
from assistant.definition import definition, short_form
from assistant.evidence import (
    AMOUNTS,
    asks_for_names,
    gives_no_reason,
    holds,
    holds_sort,
    in_month,
    is_graded,
    months,
    names,
    names_someone,
    no_answers,
)
from assistant.found import Found, coverage
from assistant.instances import counted_only
from assistant.language import Language, language
from assistant.offtopic import off_topic
from assistant.readings import is_of_another_year, is_read_in_vain, is_read_to_answer
from assistant.understanding import subject
from assistant.vocabulary import DeclineReason, Hit, Passage, Question
from assistant.words import words

YEAR = re.compile(r"(?:1\d|20)\d\d")
SAID_NOWHERE: tuple[DeclineReason, ...] = ("not_found", "not_for_facet")
"""Reasons to decline a question on whose subject the documents speak."""
RELATED = 3
"""Passages shown with a decline."""


@dataclass(frozen=True)
class Limits:
    """Where answering ends; calibrated on the dev split of the question set.

    Attributes:
        elsewhere: How much more of the question another facet value must cover than the one asked for.
        much: Share of the question that the other value has to cover at least.
        specific: Share of the best coverage that a passage needs to be about what was asked.
        named: The same where the passage says what is counted or which office is held.
        few: Best passages of which one has to hold what is asked for in a language that no document is written in.
        brief: Words of the longest question that may say one thing only.
        someone: The same where somebody's name is asked for.
        measured: Share of the question that a passage needs which gives an amount of money, an age, a time.
    """

    elsewhere: float = 0.35
    much: float = 0.6
    specific: float = 0.75
    named: float = 0.3
    few: int = 4
    brief: int = 4
    someone: float = 0.6
    measured: float = 0.45


LIMITS = Limits()


def reason_to_decline(question: Question, found: Found, lang: Language, known: Sequence[str]) -> DeclineReason | None:
    """Return why a question cannot be answered from what was found, None when it can.

    Args:
        question: The question.
        found: What it found.
        lang: The question's language.
        known: Languages of the ingested documents.
    """
    if not subject(question.text, lang) and not question.carried and not question.facets:
        return "empty"
    if not found.hits:
        return "not_for_facet" if question.facets and found.others else "off_topic"
    if question.unknown:
        return "unknown_facet"
    if question.facets and not question.carried and _elsewhere(found):
        return "not_for_facet"
    if off_topic(question, found, known):
        return "off_topic"
    if blank_row(question, found) is not None or left_open(question, found, lang) is not None:
        return "blank"
    if any(YEAR.fullmatch(word) for word in found.strangers) or _is_one_strange_word(question, found, known):
        return "not_found"
    if lang.has("spelled", question.text) and short_form(question) and definition(question, found, lang) is None:
        return "not_found"
    why = lang.has("why", question.text) and not lang.has("two", question.text)
    if why and _is_bare(question, found) and not is_read_to_answer(question, found):
        return said_nowhere(question)
    if not question.carried and counted_only(question, found):
        return said_nowhere(question)
    exact = (
        question.kind in ("when", "count")
        or asks_for_names(question)
        or question.sort
        or _asks_for_marks(question, lang)
    )
    # Of two questions in one, a passage that answers either may lack what the other asks for.
    if (
        exact
        and not question.all_values
        and len(question.facets) < 2
        and not lang.has("two", question.text)
        and not _held(question, found, found.hits[0].passage.language == question.language)
        and not is_read_to_answer(question, found)
    ):
        return "not_for_facet" if question.facets and not question.sort else "not_found"
    if question.sort in AMOUNTS and question.all_values and not _some_hold(question, found):
        return "not_found"
    if is_read_in_vain(question, found) or is_of_another_year(question, found):
        return said_nowhere(question)
    return None


def lacks_what_was_asked(question: Question, lines: Sequence[Line]) -> bool:
    """Tell whether none of the passages that an answer quotes holds the date or the figure that was asked for."""
    quoted = [q.passage for line in lines for q in line.quotes]
    if question.kind not in ("when", "count") or question.all_values or not quoted:
        return False
    return not any(holds(question, passage) and holds_sort(question.sort, passage) for passage in quoted)


def said_nowhere(question: Question) -> DeclineReason:
    """Return the reason to decline a question on whose subject the documents speak without answering it."""
    return "not_for_facet" if question.facets else "not_found"


def _is_one_strange_word(question: Question, found: Found, known: Sequence[str]) -> bool:
    """Tell whether a question in the documents' language says one thing only, of which they hold no word: "asdfgh"."""
    leans = question.facets or question.all_values or question.carried
    brief = len(found.weights_of) == 1 and len(words(question.text)) <= LIMITS.brief
    return brief and not leans and question.language in known and found.strangers == found.weights_of.keys()


def _is_bare(question: Question, found: Found) -> bool:
    """Tell whether what a question for a reason finds first states a figure only.

    Across languages the first passage is less sure to be the right one: there, only a bare label and value tell.
    """
    first = found.hits[0].passage
    leans = question.carried or question.polarity
    return not leans and gives_no_reason(first, short=first.language != question.language)


def _elsewhere(found: Found) -> bool:
    """Tell whether what is asked stands with another value of the facet only: in its words and in its sense.

    Passages in different languages cannot be compared by the question's words.
    """
    here = max((_covers(h, found) for h in found.hits[:20]), default=0.0)
    there, hit = max(((_covers(h, found), h) for h in found.others[:20]), key=lambda o: o[0], default=(0.0, None))
    if hit is None or there < LIMITS.much or there - here < LIMITS.elsewhere:
        return False
    if hit.passage.language != found.hits[0].passage.language:
        return False
    return hit.cosine >= max(h.cosine for h in found.hits)


def _covers(hit: Hit, found: Found) -> float:
    """Return the share of the question that a passage and its headings cover."""
    passage = hit.passage
    return coverage(found.weights_of, passage.language, passage.text, passage.lead_in, *hit.section.path)


def _asks_for_marks(question: Question, lang: Language) -> bool:
    """Tell whether a question asks how something was rated or received: not what was agreed, nor what had some mark."""
    if lang.has("assessed", question.text):
        return True
    said = any(word.isdigit() and len(word) == 1 for word in words(question.text))
    return question.kind == "rating" and not said and lang.has("graded", question.text)


def _held(question: Question, found: Found, same_language: bool) -> bool:
    """Tell whether a passage about what was asked holds the sort of thing that was asked for, and speaks of it."""
    near = found.hits[: 10 if same_language else LIMITS.few]
    who = asks_for_names(question)
    named = [word for word in question.named if word not in found.strangers] if same_language else []
    month = months(question.text, question.language) if same_language and question.kind == "count" else []
    if same_language and who and question.named and not named:
        return False
    marks = question.kind == "rating" or language(question.language).has("assessed", question.text)
    known = no_answers(question, found.hits, found.others) if who else set()
    most = max(h.coverage for h in near)
    share = _share(who, same_language, bool(named)) * most
    if same_language and question.sort in AMOUNTS:
        share = max(share, LIMITS.measured)
    return any(
        (_names(question, h.passage, known) if who else holds(question, h.passage))
        and holds_sort(question.sort, h.passage) and names(named, h) and in_month(month, h)
        and (not marks or not same_language or is_graded(h))
        for h in near
        if h.coverage >= share
    )  # fmt: skip


def _some_hold(question: Question, found: Found) -> bool:
    """Tell whether some passage holds the sort of thing that is asked for of every value of a facet."""
    return any(holds_sort(question.sort, h.passage) for h in found.hits)


def _names(question: Question, passage: Passage, known: Collection[str]) -> bool:
    """Tell whether a passage holds a name that a question may ask for, or says what something is called."""
    said = question.sort == "name" and language(passage.language).has("named", passage.text)
    return said or names_someone(passage, known, in_full=question.sort == "person")


def _share(who: bool, same_language: bool, named: bool) -> float:
    """Return the share of the best coverage that a passage needs to be about what was asked."""
    if who and not same_language:
        return 0.0
    if named:
        return LIMITS.named
    return LIMITS.someone if who else LIMITS.specific


def declined(
    question: Question, found: Found, reason: DeclineReason, lang: Language, known: str, documents: int, passages: int
) -> list[Line]:
    """Write a decline: why, what was searched, and the nearest passages."""
    lines: list[Line] = []
    related = [h for h in found.hits if h.passage.kind != "row" or reason == "blank"][:RELATED]
    if reason == "blank" and (row := blank_row(question, found)) is not None:
        value, hit = row
        scope = lang.say("of", facet=", ".join(f.value for f in question.facets)) if question.facets else ""
        return [Line(lang.say("blank", label=value.label, scope=scope), (quote(hit),))]
    if reason == "blank" and (told := left_open(question, found, lang)) is not None:
        return [Line(lang.say("open")), Line(shown(told.passage), (quote(told),), True)]
    facet = ", ".join(f.value for f in question.facets)
    says = {
        "off_topic": lambda: lang.say("declined_off_topic"),
        "unknown_facet": lambda: lang.say("declined_unknown_facet", name=", ".join(question.unknown), known=known),
        "not_for_facet": lambda: lang.say("declined_not_for_facet", facet=facet),
        "not_found": lambda: lang.say("declined"),
        "empty": lambda: lang.say("declined_empty"),
        "blank": lambda: lang.say("declined"),
    }
    lines.append(Line(says[reason]()))
    if reason == "empty":
        return lines
    lines.append(Line(lang.say("searched", documents=documents, passages=passages)))
    if related and reason != "off_topic":
        lines.append(Line(lang.say("related")))
        lines += [Line(shown(h.passage), (quote(h),), True) for h in related]
    return lines

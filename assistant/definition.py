"""Definitions: where the documents spell a term out."""

import re
from collections.abc import Sequence

from assistant.citations import Line, quote
from assistant.compose import shown
from assistant.facets import without_facets
from assistant.found import Found
from assistant.language import Language
from assistant.understanding import subject
from assistant.vocabulary import Hit, Question
from assistant.words import fold, words

MOST = 3
SPELLED = 3
"""Words in brackets after a short form, at least, that are taken for its meaning whatever their first letters."""
SHORT_FORM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]s?\b")
"""A word with at least two capitals, as short forms are written."""


def definition(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Give the passages that spell out the term that a question asks about; None when none does."""
    short = short_form(question)
    term = short.casefold() or " ".join(subject(without_facets(question.text, question.facets), lang))
    if not term:
        return None
    scored = [(spelled_out(term, hit.passage.text), hit) for hit in found.hits]
    best = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], -s[1].score))
    if not best:
        return None
    chosen = _different([hit for score, hit in best if score >= best[0][0] - 1])[:MOST]
    shown_term = _as_written(question.text, term)
    return [
        Line(lang.say("stands_for", term=f"**{shown_term}**")),
        *(Line(shown(hit.passage), (quote(hit),), True) for hit in chosen),
    ]


def short_form(question: Question) -> str:
    """Return the short form whose meaning a question asks for, "" where it asks for none."""
    short = SHORT_FORM.findall(question.text) if not question.text.isupper() else []
    return short[-1] if short and question.kind == "definition" else ""


def spelled_out(term: str, text: str) -> int:
    """Tell how plainly a text says what a term means: 3 in brackets, 2 as a sentence about it, 0 not at all."""
    folded = fold(text)
    name = re.escape(term).replace(r"\ ", r"[\s-]+")
    if not re.search(rf"\b{name}s?\b", folded):
        return 0
    bracketed = re.search(rf"([\w\s&'’/-]{{4,80}})\(\s*(?:[\w'’-]+\s+){{0,3}}?{name}s?\s*\)", folded)
    if bracketed and _initials(term, bracketed[1]):
        return 3
    opened = re.search(rf"\b{name}s?(?: \w+)?\s*\(([^)]{{4,120}})\)", folded)
    if opened and _initials(term, opened[1]):
        return 3
    if re.search(rf"\b{name}s?\b[^.;,]{{0,20}}\b(stands? for|means?|is short for|spelled out|also known as)\b", folded):
        return 3
    if re.search(rf"\b{name},? for short\b", folded):
        return 3
    if opened and len(opened[1].split()) >= SPELLED and "," not in opened[1]:
        return 2
    if re.search(rf"\b(acronym|abbreviation|short form)s?\b[^.;]{{0,20}}\bis {name}\b", folded):
        return 2
    if re.search(rf"^(an? |the )?{name}s? (is|are|was|were|means|describes|refers)\b", folded):
        return 2
    return 0


def _initials(term: str, spelled: str) -> bool:
    """Tell whether words begin with the letters of a short form, in order."""
    letters = re.sub(r"[^a-z0-9]", "", term)
    letters = letters[:-1] if letters.endswith("s") and len(letters) > 3 else letters
    if len(letters) > 10 or " " in term.strip():
        return False
    initials = "".join(w[0] for w in words(spelled))
    at = 0
    for letter in initials:
        if at < len(letters) and letter == letters[at]:
            at += 1
    return at >= max(2, len(letters) - 1)


def _different(hits: Sequence[Hit]) -> list[Hit]:
    seen: set[str] = set()
    kept = []
    for hit in hits:
        if hit.passage.text not in seen:
            seen.add(hit.passage.text)
            kept.append(hit)
    return kept


def _as_written(text: str, term: str) -> str:
    match = re.search(re.escape(term).replace(r"\ ", r"\W+"), fold(text))
    return text[match.start() : match.end()] if match and len(fold(text)) == len(text) else term

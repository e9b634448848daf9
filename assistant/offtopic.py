"""What the documents deal with: telling questions on their subject from what people ask any assistant."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.found import Found
from assistant.vocabulary import Question


@dataclass(frozen=True)
class Subject:
    """Where the documents' subject ends; calibrated on the dev split of the question set.

    A question belongs to the documents' subject when ``slope * (near - middle) + covered * coverage + facet`` is above
    0, where *near* is the mean cosine of the three nearest sections in the main view and *coverage* the largest share
    of the question's idf mass that a passage covers. Sections, because short rows lie near everything.

    What people ask any assistant, such as the weather, lies nearer to other such questions than to the documents: the
    cosine with these counts against a question. Where an English view tells, both cosines in it decide, since the main
    view's lie close together: ``gentle * (near - related) + twice * english - anyone + covered * coverage + facet -
    unknown * strange`` has to be above `apart`, *english* and *anyone* being the best cosines with a passage and with
    what people ask in that view, and *strange* the share of the idf mass that no passage holds. Rounded from a logistic
    regression on 539 questions, of which 185 were strange.

    Attributes:
        middle: Mean cosine of the nearest sections at which the rest decides.
        strange: The same for a question of which the documents hold no word.
        foreign: The same for questions in a language that no document is written in: their words say nothing.
        related: The same where the English view tells as well.
        slope: Weight of the cosines in the main view.
        gentle: The same where the English view tells as well.
        twice: Weight of the cosine with a passage in the English view.
        unknown: Weight of the words that no passage holds, where that view tells.
        apart: What the sum has to pass there.
        aside: How much nearer to what people ask any assistant than to the documents a question may be.
        abroad: The same for a question without the names in it, in a language of the documents.
        unnamed: Its cosine with what people ask any assistant at which `abroad` holds; half of the rest is added.
        covered: Weight of the words.
        facet: Advantage of a question that names a facet value.
    """

    middle: float = 0.79
    strange: float = 0.815
    foreign: float = 0.778
    related: float = 0.81
    slope: float = 8.0
    gentle: float = 5.0
    twice: float = 1.4
    unknown: float = 0.1
    apart: float = 0.06
    aside: float = 0.073
    abroad: float = 0.0785
    unnamed: float = 0.88
    covered: float = 0.3
    facet: float = 0.1


SUBJECT = Subject()


def off_topic(question: Question, found: Found, known: Sequence[str]) -> bool:
    """Tell whether a question is about something else than the documents.

    Args:
        question: The question.
        found: What it found.
        known: Languages of the ingested documents.
    """
    says = SUBJECT.covered * max(h.coverage for h in found.hits[:10])
    says += SUBJECT.facet * bool(question.facets or question.all_values or question.carried)
    if not found.calibrated:
        return says <= 0
    abroad = found.astray + 0.5 * (found.unnamed - SUBJECT.unnamed)
    if found.astray and question.language in known and abroad >= SUBJECT.abroad:
        return True
    if found.english is not None:
        says += SUBJECT.twice * found.english - found.anyone_in_english - SUBJECT.unknown * _strange(found)
        return SUBJECT.gentle * (found.near - SUBJECT.related) + says <= SUBJECT.apart
    if found.anyone - found.near >= SUBJECT.aside:
        return True
    middle = SUBJECT.middle if question.language in known else SUBJECT.foreign
    if found.weights_of and found.strangers >= found.weights_of.keys():
        middle = SUBJECT.strange
    return SUBJECT.slope * (found.near - middle) + says <= 0


def _strange(found: Found) -> float:
    """Return the share of the question's idf mass that no passage holds."""
    total = sum(found.weights_of.values())
    return sum(found.weights_of[word] for word in found.strangers) / total if total else 0.0

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
    of the question's idf mass that a passage covers. Sections, because short rows lie near everything. Where an English
    view tells, ``english - apart`` joins the sum, *english* being the best cosine in it: the main view's cosines of
    strange questions and of ours lie close together, the English view's do not.

    What people ask any assistant, such as the weather, lies nearer to other such questions than to the documents:
    the cosine with these counts against a question.

    Attributes:
        middle: Mean cosine of the nearest sections at which the rest decides.
        strange: The same for a question of which the documents hold no word.
        foreign: The same for questions in a language that no document is written in: their words say nothing.
        related: The same where the English view tells as well.
        slope: Weight of the cosines in the main view.
        gentle: The same where the English view tells as well.
        usual: Cosine with what people ask any assistant at which the rest decides, where the English view tells.
        unusual: How far below it a question may lie and gain by it.
        against: Weight of that cosine.
        unknown: Weight of the words that no passage holds, where the English view tells.
        aside: How much nearer to what people ask any assistant than to the documents a question may be.
        abroad: The same for a question without the names in it, in a language of the documents.
        unnamed: Its cosine with what people ask any assistant at which `abroad` holds; half of the rest is added.
        apart: Cosine in the English view from which a question speaks of the documents' subject.
        covered: Weight of the words.
        facet: Advantage of a question that names a facet value.
    """

    middle: float = 0.79
    strange: float = 0.815
    foreign: float = 0.778
    related: float = 0.81
    slope: float = 8.0
    gentle: float = 6.0
    usual: float = 0.837
    unusual: float = 0.03
    against: float = 4.5
    unknown: float = 0.04
    aside: float = 0.073
    abroad: float = 0.0785
    unnamed: float = 0.88
    apart: float = 0.175
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
        says -= SUBJECT.against * max(found.anyone - SUBJECT.usual, -SUBJECT.unusual) + SUBJECT.unknown * _strange(
            found
        )
        return SUBJECT.gentle * (found.near - SUBJECT.related) + found.english - SUBJECT.apart + says <= 0
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

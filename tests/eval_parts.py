"""A small question set with a perfect answer to each question, and the ways to break them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.answers import GivenAnswer, GivenCitation
from eval.questions import EvalQuestion

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "eval" / "questions.jsonl"
CORPUS = ROOT / "corpus"


def perfect(question: EvalQuestion) -> GivenAnswer:
    """Answer with all gold evidence, or decline where the documents do not say."""
    if not question.answerable:
        return GivenAnswer(question.id, "The documents do not say.", answered=False, seconds=0.1, reason="not_found")
    cited = tuple(GivenCitation(n, e.document, e.section, e.quote) for n, e in enumerate(question.evidence, 1))
    text = "\n\n".join(f"- {citation.quote} [{citation.number}]" for citation in cited)
    return GivenAnswer(question.id, text, answered=True, citations=cited, seconds=0.1)


def halved(answer: GivenAnswer) -> GivenAnswer:
    """Keep the first half of the answer's text."""
    return replace(answer, text=answer.text[: len(answer.text) // 2])


def declined(answer: GivenAnswer) -> GivenAnswer:
    """Decline whatever was asked."""
    return replace(answer, text="The documents do not say.", answered=False, citations=())


def always_answered(answer: GivenAnswer) -> GivenAnswer:
    """Answer even what the documents do not say."""
    return answer if answer.answered else replace(answer, text="Certainly.", answered=True)


def misquoted(answer: GivenAnswer) -> GivenAnswer:
    """Change a word in every quote that is cited."""
    return replace(answer, citations=tuple(replace(c, quote=f"{c.quote} indeed") for c in answer.citations))


def miscited(answer: GivenAnswer) -> GivenAnswer:
    """Cite words that stand in the document but are no evidence."""
    return replace(answer, citations=tuple(replace(c, quote="---") for c in answer.citations))


def wordy(answer: GivenAnswer) -> GivenAnswer:
    """Pad every answer."""
    return replace(answer, text=answer.text + " and so on" * 200 if answer.answered else answer.text)


def to_line(answer: GivenAnswer) -> str:
    """Write an answer in the exchange form."""
    citations: list[dict[str, Any]] = [
        {"number": c.number, "document": c.document, "section": c.section, "quote": c.quote, "title": "", "page": None}
        for c in answer.citations
    ]
    return json.dumps(
        {
            "id": answer.id,
            "answer": answer.text,
            "answered": answer.answered,
            "reason": answer.reason,
            "language": answer.language,
            "citations": citations,
            "seconds": answer.seconds,
        }
    )


def save_model(folder: Path, vocabulary: Sequence[str]) -> None:
    """Save a sentence-transformers model of 8 dimensions that knows these words only, the same whenever it is made."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    numbers = {word: number for number, word in enumerate(("[UNK]", *vocabulary))}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = torch.randn((len(numbers), 8), generator=torch.Generator().manual_seed(0))
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder))

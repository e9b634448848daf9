"""The form in which answers leave the assistant: the JSON of the command line, of batches and of the API."""

from collections.abc import Mapping, Sequence

from assistant.errors import QuestionError
from assistant.vocabulary import Answer, Citation, Turn

Json = dict[str, object]


def to_json(answer: Answer) -> Json:
    """Return an answer as plain data: text, citations, whether answered and why not, what was understood."""
    question = answer.question
    return {
        "answer": answer.text,
        "answered": answer.answered,
        "reason": answer.reason,
        "language": answer.language,
        "citations": [_citation(c) for c in answer.citations],
        "related": [_citation(c) for c in answer.related],
        "understood": {
            "kind": question.kind,
            "facets": {facet.value: facet.name for facet in question.facets},
            "all_values": question.all_values,
            "polarity": question.polarity,
            "language": question.language,
            "carried_over": question.carried,
            "searched_for": question.search_text,
        },
        "seconds": round(answer.seconds, 4),
    }


def _citation(citation: Citation) -> Json:
    return {
        "number": citation.number,
        "document": citation.document,
        "title": citation.title,
        "section": citation.section,
        "page": citation.page,
        "quote": citation.quote,
        "source": citation.source,
        "source_section": citation.source_section,
        "language": citation.language,
        "passage_id": citation.passage_id,
    }


def turns(history: object) -> list[Turn]:
    """Read a conversation given as a list of ``{"role": "user" | "assistant", "content": str}``.

    Raises:
        QuestionError: It has another form.
    """
    read: list[Turn] = []
    if not isinstance(history, Sequence) or isinstance(history, str):
        raise QuestionError("The history is not a list. Give a list of {role, content} messages, or none.")
    for message in history:
        role = message.get("role") if isinstance(message, Mapping) else None
        content = message.get("content") if isinstance(message, Mapping) else None
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise QuestionError(
                "A message of the history is not of the form {role: user or assistant, content: text}. Mend or drop it."
            )
        read.append(Turn(role, content))
    return read

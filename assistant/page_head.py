"""The top of the page and what stands above its starter questions."""

from html import escape

from assistant.page_text import Labels


def header(title: str, document_count: int, labels: Labels) -> str:
    """Return the top of the page: its title, what it is, what it has read and where it runs."""
    return (
        f'<h1>{escape(title)}</h1><p class="tagline">{escape(labels("tagline"))}</p>'
        f'<p class="facts"><button type="button" class="open-shelf" aria-haspopup="dialog" '
        f'title="{escape(labels("library_open"))}">{escape(labels("read", count=document_count))}</button>'
        f"<span>{escape(labels('local'))}</span></p>"
    )


def beginning(document_count: int, has_starters: bool, labels: Labels, command: str) -> str:
    """Return what stands above the starters; where nothing was read yet, how to change that."""
    if not document_count:
        return (
            f'<h2 class="nothing-read">{escape(labels("library_empty"))}</h2>'
            f'<p class="hint">{escape(labels("library_how"))}</p><code>{escape(command)}</code>'
        )
    return f'<h2 class="begin">{escape(labels("begin"))}</h2>' if has_starters else ""

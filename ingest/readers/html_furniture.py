"""What surrounds the text of a web page: navigation, cookie banners, footers, contents lists. It is left out."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.boilerplate import CONTENTS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

SILENT = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "button", "select", "input",
    "textarea", "audio", "video", "head",
]  # fmt: skip
"""Elements that hold no text of the page."""
BY_NAME = {"nav": "Navigation", "footer": "Footer", "aside": "Sidebar", "form": "Form", "dialog": "Banner"}
BY_ROLE = {
    "navigation": "Navigation", "banner": "Header", "contentinfo": "Footer", "search": "Form",
    "complementary": "Sidebar", "dialog": "Banner", "alertdialog": "Banner", "menu": "Navigation",
    "menubar": "Navigation", "doc-toc": "Contents list",
}  # fmt: skip
CLASSES = (
    (re.compile(r"cookie|consent|gdpr"), "Cookie banner"),
    (re.compile(r"^(?:toc|table-of-contents|tableofcontents|inhaltsverzeichnis)$"), "Contents list"),
    (
        re.compile(r"^(?:nav|navbar|navigation|main-?menu|menu|breadcrumbs?|pagination|skip-?(?:link|nav).*)$"),
        "Navigation",
    ),
    (re.compile(r"^(?:site-?footer|page-?footer|footer)$"), "Footer"),
    (re.compile(r"^(?:sidebar|side-bar)$"), "Sidebar"),
    (re.compile(r"^(?:newsletter(?:-?(?:signup|form|box))?|subscribe(?:-?(?:form|box))?)$"), "Form"),
    (re.compile(r"^(?:social-?(?:share|links|media)|share-?(?:buttons|links)|sharing)$"), "Links for sharing"),
    (re.compile(r"^(?:mw-editsection|headerlink|anchor-?link|sr-only|visually-?hidden|screen-reader-text)$"), ""),
)
"""Words in an element's class or id that tell what it is; "" for what is not worth naming."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SHOWN = 80
"""Most characters of what was left out that are shown."""
MAX_SHARE = 0.6
"""Largest share of a page's words that one element may hold and still be taken for what surrounds the text."""


def take_furniture(soup: "BeautifulSoup") -> tuple["Tag", list[str], list[str]]:
    """Take everything off a page but its text.

    Returns:
        The element that holds the text, a description of each thing that was left out, the contents list's entries.
    """
    for element in soup.find_all(SILENT):
        element.extract()
    for element in soup.find_all(_is_hidden):
        element.extract()
    total = len(soup.get_text(" ").split())
    left_out: list[str] = []
    contents: list[str] = []
    gone: set[int] = set()
    for element in soup.find_all(True):
        if any(id(parent) in gone for parent in element.parents):
            continue
        kind = None if element.name in ("html", "body", "main") else _kind(element)
        words = len(element.get_text(" ").split()) if kind is not None else 0
        if kind is None or (words > MAX_SHARE * total and element.name not in BY_NAME):
            continue
        if kind == "Contents list":
            contents += _entries(element)
        elif kind and words:
            text = " ".join(element.get_text(" ").split())
            left_out.append(f"{kind}: “{text if len(text) <= SHOWN else f'{text[:SHOWN]} …'}”")
        element.extract()
        gone.add(id(element))
    if contents:
        left_out.append(f"Contents list with {len(contents)} entries")
    return _main(soup), list(dict.fromkeys(left_out)), contents


def _main(soup: "BeautifulSoup") -> "Tag":
    """Return the element that is marked as the page's text if it holds most of it, else all that is left."""
    total = len(soup.get_text(" ").split())
    for marked in (soup.find_all("main"), soup.find_all(None, {"role": "main"}), soup.find_all("article")):
        if len(marked) == 1 and len(marked[0].get_text(" ").split()) * 2 > total:
            return marked[0]
    return soup


def _is_hidden(element: "Tag") -> bool:
    hidden = element.has_attr("hidden") or str(element.get("aria-hidden")).lower() == "true"
    return hidden or bool(HIDDEN.search(str(element.get("style") or "")))


def _kind(element: "Tag") -> str | None:
    """Return what an element is if it surrounds the text, None if it may be part of it."""
    inside = element.find_parent(["main", "article"]) is not None
    if element.name == "header" and not inside and element.find(["h1", "h2"]) is None:
        return "Header"
    if element.name == "aside" and inside and _is_links(element):
        return BY_NAME["aside"]
    if element.name in BY_NAME and not (inside and element.name in ("aside", "footer")):
        contents = element.name == "nav" and any(CONTENTS.match(text) for text in list(element.stripped_strings)[:1])
        return "Contents list" if contents else BY_NAME[element.name]
    role = str(element.get("role") or "")
    if role in BY_ROLE and element.find("h1") is None:
        return BY_ROLE[role]
    words = list(_words(element))
    return next((kind for pattern, kind in CLASSES if any(pattern.search(word) for word in words)), None)


def _is_links(element: "Tag") -> bool:
    """Tell whether there is nothing in an element but links, and headings over them."""
    kept = sum(len(inner.get_text(" ").split()) for inner in element.find_all(["a", "h2", "h3", "h4", "h5", "h6"]))
    return element.find("a") is not None and kept >= len(element.get_text(" ").split())


def _words(element: "Tag") -> Iterator[str]:
    classes = element.get("class")
    yield from (str(name).casefold() for name in (classes if isinstance(classes, list) else [classes or ""]))
    yield str(element.get("id") or "").casefold()


def _entries(element: "Tag") -> list[str]:
    """Return the entries of a contents list, indented by their depth."""
    entries = []
    for item in element.find_all("li"):
        own = item.find("a") or item
        depth = len(item.find_parents(["ul", "ol"])) - 1
        text = " ".join(own.get_text().split())
        if text:
            entries.append("  " * depth + text)
    return entries

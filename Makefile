# `make run`: the chat page.  `make test`: every check.  `make eval`: the figures.  `make clean`: what was set up goes,
# the library in data/ and the records in runs/ stay.
# Each sets up what it needs first: a virtual environment in .venv, filled once and again when the versions change.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
TEST_STAMP := .venv/.installed-for-tests
CAN_INSTALL := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null
APT := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.PHONY: run test eval library browser clean

run: library
	$(BIN)/python app.py

test: $(TEST_STAMP) browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

eval: library
	$(BIN)/python -m eval

library: $(STAMP)
	$(BIN)/python -m ingest --if-needed

# Only the tests of the page need a browser; where none can be installed, they are skipped and say so.
browser:
	@if ! command -v chromium >/dev/null && $(CAN_INSTALL); then \
		$(APT) chromium </dev/null || echo "Chromium could not be installed: the tests of the page will be skipped."; \
	fi

# Debian keeps what `venv` needs in a package of its own.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null && $(CAN_INSTALL); then $(APT) python3-venv </dev/null; fi
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Install Python's venv module (Debian: apt-get install python3-venv)." >&2; exit 1; }

$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . -c constraints.txt
	touch $@

$(TEST_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]' -c constraints.txt
	touch $@

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The only place where set-up lives. On a machine that has Python 3.11 or newer and make,
# `make report` and `make test` are enough, from a fresh clone; a second run sets nothing up.
# PYTHON=python3.13 chooses the Python, and makes .venv again if it was made with another version.

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := $(VENV)/uv/bin/uv
TESTED := $(filter-out requirements-reference.txt,$(wildcard requirements-*.txt))

# A command named python3.12 may be a shim that fails, or a Python without venv: try before use.
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)
WILL_DO := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# The project is found by a file that names its folder, not by a finder that each Python would load.
PATH_FILE := --config-settings editable_mode=compat

# .venv is made again if its Python is gone, or is not the version that PYTHON asks for.
VERSION := import sys; print("%d.%d" % sys.version_info[:2])
HAVE := $(shell $(BIN)/python -c '$(VERSION)' 2>/dev/null)
WANT := $(if $(PYTHON),$(shell $(PYTHON) -c '$(VERSION)' 2>/dev/null),$(HAVE))
AGAIN := $(if $(and $(HAVE),$(filter $(HAVE),$(WANT))),,again)

.PHONY: report test test-office check mutants bench delay pictures search stress messages reference lab lock clean help again

report: $(VENV)/ready ## build the annual reports, in build/departements-participatifs
	@$(BIN)/python pipeline.py build

test: check $(VENV)/browser $(VENV)/pango ## check, then run all the tests
	@$(BIN)/python -m pytest

test-office: $(VENV)/ready-to-test ## what the real LibreOffice saves, where it is installed
	@TEST_OFFICE=1 $(BIN)/python -m pytest tests/test_data_office.py

check: $(VENV)/ready-to-test ## ruff and mypy
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/python -m ruff format --quiet --check .
	@$(BIN)/python -m mypy

mutants: $(VENV)/ready-to-test ## take out the lines that keep a build safe; a test must notice each
	@$(BIN)/python scripts/mutants.py

bench: $(VENV)/ready-to-test ## measure builds, and write docs/benchmarks.md
	@$(BIN)/python scripts/bench.py

delay: $(VENV)/browser ## measure the preview, from a saved file to the new page
	@$(BIN)/python scripts/preview_delay.py

search: $(VENV)/ready-to-test ## look for what breaks a property of the code, with new examples
	@$(BIN)/python -m pytest --hypothesis-profile=search -m hypothesis

stress: $(VENV)/ready ## kill a build at 200 instants, and look at what it leaves
	@$(BIN)/python scripts/stress.py

pictures: $(VENV)/browser ## renew the small pictures of each kind of page, in tests/pictures
	@RENEW_PICTURES=1 $(BIN)/python -m pytest tests/test_pictures.py

messages: $(VENV)/ready ## bring the French catalogue up to date with the messages of the code
	@$(BIN)/python scripts/update_messages.py

reference: $(VENV)/ready ## write docs/reference.md, the names that a notebook may import
	@$(BIN)/python scripts/make_reference.py

lab: $(VENV)/ready ## open the notebooks in JupyterLab
	@$(BIN)/python -m jupyter lab --LabApp.default_url=/lab/tree/notebooks

lock: $(UV) ## resolve requirements*.in for every Python; UPGRADE=--upgrade takes newer versions
	@for file in requirements.in requirements-*.in; do \
	  $(UV) pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	    --no-header --annotation-style line $(UPGRADE) --output-file $${file%.in}.txt $$file || exit; \
	done

clean: ## remove .venv, build and caches
	@rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand --tabs=14

# Set-up. Each file stands for a finished step, and is out of date when its step has to be redone.

$(VENV)/made: $(AGAIN)
	@for each in $(CANDIDATES); do \
	  if $$each -c '$(WILL_DO)' 2>/dev/null; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "No usable Python 3.11 or newer, with venv, among: $(CANDIDATES)." >&2; \
	  echo "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere: https://www.python.org/downloads/" >&2; \
	  echo "One that is somewhere else can be named: make report PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$python --version): a few minutes, this once."; \
	$$python -m venv --clear $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/made requirements.txt pyproject.toml
	@$(PIP) --requirement requirements.txt
	@$(PIP) --no-deps --no-build-isolation $(PATH_FILE) --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready $(TESTED)
	@$(PIP) $(TESTED:%=--requirement %)
	@touch $@

# The tests that look at pages need a browser; where none can be had they say so.
$(VENV)/browser: $(VENV)/ready-to-test tests/browser.py
	@if $(BIN)/python tests/browser.py --install; then touch $@; fi

# PDF files need Pango, which pip does not bring; without it their tests say so.
$(VENV)/pango: $(VENV)/ready-to-test tests/pango.py
	@if $(BIN)/python tests/pango.py --install; then touch $@; fi

$(UV): $(VENV)/made
	@$(PIP) --target $(VENV)/uv uv==0.13.9

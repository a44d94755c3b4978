# The commands of the project. On a machine that has Python 3.11 or newer and make, `make report` and
# `make test` are enough, from a fresh clone. PYTHON=/path/to/python3 names the Python of a new .venv.
# Windows has no make: its lines stand in docs/installation.md.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
UV := $(BIN)/uv pip install --quiet --no-config --python .venv
LOCKED := --require-hashes -r
PROJECT := --no-deps --no-build-isolation -e .

# A file's tests stay together: they share a browser, or a door, and one may end what another uses.
# Files go in the order of tests/conftest.py, the long ones first.
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

# Who keeps no bytecode elsewhere would have all that tests import compiled at each start.
test quick: export PYTHONDONTWRITEBYTECODE :=

# As root, on Debian and its kin, what pip doesn't bring is installed; elsewhere it is named.
SYSTEM = $(RUN) tests/browser.py --install; true

ASKED := --all-extras --group setup pyproject.toml
RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --no-header --annotation-style line

.PHONY: report test quick check lab bench lock generated release clean help set-up set-up-test

report: set-up ## build the annual reports, in build/departements-participatifs
	@$(RUN) pipeline.py build

test: check ## check, then run all the tests
	@$(SYSTEM)
	@$(RUN) -m pytest $(PARALLEL)

quick: check ## check, then run the tests that need no browser and no build
	@$(RUN) -m pytest $(PARALLEL) -m "not slow"

check: set-up-test ## ruff and mypy
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --quiet --check .
	@$(RUN) -m mypy

# In a container one is often root, whom JupyterLab refuses unless it is told.
lab: set-up ## open the notebooks in JupyterLab
	@$(RUN) -m jupyter lab --allow-root --LabApp.default_url=/lab/tree/notebooks

bench: set-up-test ## measure builds, and write docs/benchmarks.md
	@$(RUN) scripts/bench.py

# uv keeps the versions of the file that it writes over: both locks have those of the tests' one.
lock: set-up ## resolve what pyproject.toml asks for; UPGRADE=--upgrade takes newer versions
	@$(RESOLVE) $(UPGRADE) $(ASKED) --group test --output-file requirements-test.txt
	@cp requirements-test.txt requirements.txt
	@$(RESOLVE) $(ASKED) --output-file requirements.txt
	@$(RESOLVE) $(UPGRADE) --group pyproject.toml:uv --output-file requirements-uv.txt

generated: set-up-test ## renew messages, pages of names and figures, pictures; WHAT=messages chooses
	@$(RUN) scripts/renew.py $(WHAT)

release: set-up ## make the wheel, in build/release
	@$(RUN) -m hatchling build --target wheel --directory build/release

clean: ## remove .venv, build and caches
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand --tabs=14

set-up: .venv/requirements.txt
set-up-test: .venv/requirements-test.txt

# Of each lock that is installed a copy stays in .venv, and says so. uv takes seconds where pip takes
# minutes; where it can't be had, pip installs the same lock.
.venv/requirements.txt .venv/requirements-test.txt: .venv/%: % requirements-uv.txt pyproject.toml $(RUN)
	@echo "Setting up .venv from $<, this once."
	@$(PIP) $(LOCKED) requirements-uv.txt 2>/dev/null && $(UV) $(LOCKED) $< && $(UV) $(PROJECT) \
	  || { $(PIP) $(LOCKED) $< && $(PIP) $(PROJECT); }
	@git config filter.notebook.clean "python3 scripts/clean_notebook.py" 2>/dev/null || true
	@cp $< $@

$(RUN):
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "$(PYTHON) is no Python 3.11 or newer with venv: install it (Debian, Ubuntu: apt-get install" \
	    "python3-venv), or name another one: make report PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv

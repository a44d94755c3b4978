# The commands of the project. On a machine that has Python and make, `make report` and `make test`
# are enough, from a fresh clone: scripts/set_up.py makes .venv, and a second run sets nothing up.
# PYTHON=python3.13 chooses the Python, and makes .venv again if it was made with another version.
# WHEELHOUSE=folder takes packages from a folder, and asks no network.

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python

# The Python of .venv goes first, then all that this machine has: a command may be a shim that fails.
FOUND := $(notdir $(foreach folder,$(subst :, ,$(PATH)),$(wildcard $(folder)/python3.[1-9][0-9])))
CANDIDATES := $(or $(PYTHON),$(RUN) python3 $(sort $(FOUND)) python)
SET_UP := scripts/set_up.py
FROM := $(if $(WHEELHOUSE),--wheelhouse "$(WHEELHOUSE)")

OLDEST := $(shell sed -n 's/^requires-python = ">=\(.*\)"/\1/p' pyproject.toml)

define set_up
@for python in $(CANDIDATES); do \
  if $$python $(SET_UP) --will-do 2>/dev/null; then exec $$python $(SET_UP) $(FROM) $(1); fi; \
done; \
echo "No usable Python $(OLDEST) or newer, with venv, among: $(CANDIDATES)." >&2; \
echo "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere: https://www.python.org/downloads/" >&2; \
echo "One that is somewhere else can be named: make report PYTHON=/path/to/python3" >&2; exit 1
endef

# A file's tests stay together: they share a browser, or a preview, and one may end what another uses.
# Files go in the order of tests/conftest.py, the long ones first.
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

# Who keeps no bytecode elsewhere would have all that tests import compiled at each start.
test quick: export PYTHONDONTWRITEBYTECODE :=

# As root, on Debian and its kin, what pip doesn't bring is installed; elsewhere it is named.
SYSTEM = $(RUN) tests/browser.py --install; true

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

lock: set-up ## resolve what pyproject.toml asks for; UPGRADE=--upgrade takes newer versions
	@$(RUN) scripts/lock.py $(UPGRADE)

generated: set-up-test ## renew messages, pages of names and figures, pictures; WHAT=messages chooses
	@$(RUN) scripts/renew.py $(WHAT)
	@$(if $(WHAT),,RENEW_PICTURES=1 $(RUN) -m pytest tests/machine/pages/test_pictures.py)

release: set-up-test ## make the wheel, its checksum and the notes of a version, in build/release
	@$(RUN) scripts/release.py

clean: ## remove .venv, build and caches
	@rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand --tabs=14

set-up:
	$(call set_up,report)

set-up-test:
	$(call set_up,test)

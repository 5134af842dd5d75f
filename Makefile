# womsim: everything a fresh clone needs. Only make and Python 3.11 or newer have to be there.
#
#   make demo                       set up, compare the strategies of a scenario, show the table, write the report
#   make test                       set up, run all tests
#   make test VENV=/tmp/x PYTHON=python3.13     the same elsewhere, with another Python

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
WORKERS ?= 2
OUT ?= out/demo
SCENARIO ?= scenarios/phone_launch.yaml
REPLICATIONS ?= 20
# More for pytest or for the command: make test-quick ARGS="-k talk -x"
ARGS ?=

# The first of these that is new enough; the ones that are tested come first.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)

BIN := $(VENV)/bin
PY := $(BIN)/python
READY := $(VENV)/.installed
# What pytest makes of a test file is kept, also where an environment forbids Python to keep bytecode.
PYTEST := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest
PARALLEL := -n $(WORKERS) --dist loadfile --max-worker-restart 0

.PHONY: help install demo test test-quick check format docs site bench peers scenarios baselines coverage bounds clean

help: ## show this list
	@echo "make TARGET (set-up happens by itself, in $(VENV)):"
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

# --- set-up ----------------------------------------------------------------------------------------------------------

install: $(READY) ## set up only

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "womsim needs Python 3.11 or newer; none of python3, python3.13, python3.12," \
		"python3.11 is. Install one, or name it: make $(or $(MAKECMDGOALS),install) PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not" \
		"Python 3.11 or newer."; exit 1; }
	@"$(PY)" -c '' 2>/dev/null || { echo "Making $(VENV) with $$("$(PYTHON)" -V)"; \
		"$(PYTHON)" -m venv --clear "$(VENV)" || { echo "$(PYTHON) cannot make a virtual environment." \
		"On Debian and Ubuntu: apt install python3-venv"; exit 1; }; }
	@echo "Installing the versions of constraints.txt into $(VENV) (about two minutes)"
	@"$(PY)" -m pip install -qq --disable-pip-version-check -c constraints.txt pip hatchling
	@"$(PY)" -m pip install -qq --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	@"$(PY)" -m compileall -q -j 0 "$(VENV)/lib" || true
	@touch "$@"

# Bytecode is written here, because an environment may forbid Python to write it while importing.
.PHONY: compiled
compiled: $(READY)
	@"$(PY)" -m compileall -q simulation

# --- use -------------------------------------------------------------------------------------------------------------

demo: compiled ## compare strategies: a table on screen, a report in out/demo
	$(BIN)/womsim compare $(SCENARIO) --replications $(REPLICATIONS) --out $(OUT) $(ARGS)

scenarios: compiled ## compare the strategies of every scenario and write into each file what came out
	$(PY) docs/scenarios.py --workers $(WORKERS) $(ARGS)

bench: compiled ## run the benchmarks of benchmarks/, then write the table of speed in README.md
	@found=; for file in benchmarks/bench_*.py; do test -f "$$file" || continue; found=yes; \
		echo "$(PY) $$file"; $(PY) $$file $(ARGS) || exit $$?; done; \
		test -n "$$found" || echo "There is no benchmarks/bench_*.py yet."
	$(PY) benchmarks/table.py

PEERS ?= .venv-peers
PEERS_READY := $(PEERS)/.installed

peers: compiled $(PEERS_READY) ## compare with independent software, in an environment of its own
	$(PY) benchmarks/peers/compare.py --peers $(PEERS) $(ARGS)

$(PEERS_READY): benchmarks/peers/requirements.txt
	@echo "Installing independent software into $(PEERS) (about a minute)"
	@"$(PYTHON)" -m venv --clear "$(PEERS)"
	@"$(PEERS)/bin/python" -m pip install -qq --disable-pip-version-check -r benchmarks/peers/requirements.txt
	@touch "$@"

# --- check -----------------------------------------------------------------------------------------------------------

test: compiled ## run all tests
	$(PYTEST) $(PARALLEL) $(ARGS)

test-quick: compiled ## run all but the slow tests (under 5 minutes on two cores)
	$(PYTEST) $(PARALLEL) -m "not slow" $(ARGS)

check: $(READY) ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: compiled ## write the generated parts of docs/ anew: keys, schema, parameters, coverage, other tables
	$(BIN)/womsim list scenario --into docs/scenario_files.md
	$(BIN)/womsim schema scenario --out docs/scenario.schema.json --force
	$(BIN)/womsim schema sweep --out docs/sweep.schema.json --force
	$(PY) docs/tables.py

site: compiled ## build the documentation as a site: open site/index.html
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --quiet $(ARGS)
	@echo "site/index.html; with search: $(PY) -m http.server -d site, then http://localhost:8000"

format: $(READY) ## put the code into its standard form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

baselines: compiled ## write the exact-number baselines anew; announce it in CHANGELOG.md under "Numbers"
	$(PYTEST) --update-baselines -m "slow or not slow" $(ARGS)
	@git --no-pager diff --stat -- tests 2>/dev/null || true

coverage: compiled ## quick tests without compilation, to see which lines they reach
	NUMBA_DISABLE_JIT=1 $(PYTEST) $(PARALLEL) -m "not slow" --cov --cov-report=term --cov-report=html $(ARGS)

bounds: compiled ## quick tests with every array index checked
	NUMBA_BOUNDSCHECK=1 WOMSIM_CACHE=$(abspath $(VENV))/bounds $(PYTEST) $(PARALLEL) -m "not slow" --ignore=tests/house $(ARGS)

clean: ## remove the environment and caches; results in out/ stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

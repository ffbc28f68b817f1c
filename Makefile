# Two commands on a fresh machine: make demo, make test. Both make .venv from the lock first.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A lock is whole, so nothing is resolved: the resolver of pip 23 takes `name[extra]` for unpinned as soon as a release
# newer than the locked one exists, and refuses the lock.
INSTALL := $(PIP) install --no-deps --require-hashes
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help demo test check bench replay lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## crawl the demo site on this machine and show the feed
	@$(BIN)/newsbot demo

test: $(VENV)/.development ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.development ## lint, types, import contracts, tests with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

bench: $(VENV)/.bench ## measure newsbot beside its peers; writes benchmarks/results.md
	$(BIN)/python benchmarks/run.py

replay: $(VENV)/.replay ## pywb, for the tests that replay a snapshot; without it they are skipped

lock: ## resolve the locks anew; needs uv
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	$(COMPILE) pyproject.toml --group build --group test --group check --all-extras --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --group build --constraint requirements-dev.lock --output-file requirements.lock
	$(COMPILE) --group bench --output-file requirements-bench.lock
	$(COMPILE) --group replay --output-file requirements-replay.lock

clean: ## remove what make made; data/ stays
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "newsbot needs Python 3.11 or newer with its venv module (Debian: python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The development lock holds everything of the runtime lock in the same versions: it makes both stamps.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages into $(VENV) ..."
	@test -e $(VENV)/.development || $(INSTALL) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages, with those for development, into $(VENV) ..."
	@$(INSTALL) -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

# The peers hold back what newsbot needs newer (cssselect), so they have an environment of their own.
$(VENV)/.bench: requirements-bench.lock | $(VENV)/.development
	@echo "Installing the peers that the benchmarks run beside newsbot into $(VENV)/peers ..."
	@$(BIN)/python -m venv --clear $(VENV)/peers
	@$(INSTALL:$(BIN)/%=$(VENV)/peers/bin/%) -r requirements-bench.lock
	@touch $@

$(VENV)/.replay: requirements-replay.lock | $(BIN)/python
	@echo "Installing pywb, which replays what the tests archive, into $(VENV)/replay ..."
	@$(BIN)/python -m venv --clear $(VENV)/replay
	@$(INSTALL:$(BIN)/%=$(VENV)/replay/bin/%) -r requirements-replay.lock
	@touch $@

# Two commands matter on a fresh machine: `make run` and `make test`. Both do all their own set-up.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What an environment was made from, where it lies and with which interpreter: any change makes it anew.
state = $(shell { pwd; $(PYTHON) --version; cat $(1); } 2>/dev/null | cksum | tr ' ' '-')
RUN_READY := $(VENV)/run-$(call state,requirements.txt)
TEST_READY := $(VENV)/test-$(call state,requirements-dev.txt)
PYTEST := $(BIN)/python -m pytest
ROOMS := templates tenants records press webapp workers migrations

# Installs Debian packages where this user may, else says which; never stops: the product runs without them.
define packages
	if command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then may=; elif sudo -n true 2>/dev/null; then may=sudo; else may=no; fi; \
		if [ "$$may" != no ]; then \
			echo "Installing $(1) with apt-get…"; \
			{ $$may apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$may apt-get install -qq -y --no-install-recommends $(1); } >/dev/null </dev/null && exit 0; \
		fi; \
	fi; \
	echo "Please install these packages of your system, or their like: $(1) ($(2))"
endef

.PHONY: help
help: ## This list
	@echo "Northfile. On a fresh machine: make run, make test."
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name words; do printf '  %-11s %s\n' "$$name" "$$words"; done

# --- The product -------------------------------------------------------------------------------------------------

.PHONY: run
run: $(RUN_READY) ## Set up, migrate, make demo data, serve at http://localhost:8000 (PORT, NORTHFILE_VAR)
	@exec "$(CURDIR)/$(BIN)/northfile" up --stay-with-parent

.PHONY: setup
setup: $(TEST_READY) ## Everything that `make run` and `make test` would set up

.PHONY: pango
pango:
	@$(BIN)/python -c 'import ctypes; [ctypes.CDLL(name) for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")]' 2>/dev/null \
	|| { $(call packages,libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0,for PDF documents); }

.PHONY: browsers
browsers:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { $(call packages,chromium,for the tests in a browser); }

# The product itself is a line that names this folder and a three-line command: nothing to build, nothing to fetch.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "Northfile needs Python 3.11 or newer; name yours, for example: make run PYTHON=python3.13" >&2; exit 1; }
	@[ "$$($(BIN)/python --version 2>&1)" = "$$($(PYTHON) --version 2>&1)" ] && $(BIN)/python -m pip --version >/dev/null 2>&1 \
	|| $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 \
	|| { $(call packages,python3-venv,to make a Python environment); }
	@[ -e $(BIN)/pip ] || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what $(1) lists…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary=:all: -r $(1)
	@$(BIN)/python -c 'import os, sysconfig; open(os.path.join(sysconfig.get_path("purelib"), "northfile.pth"), "w").write(os.getcwd() + "\n")'
	@printf '%s\n' '#!/bin/sh' 'exec "$$(dirname "$$0")/python" -m webapp.cli "$$@"' > $(BIN)/northfile
	@chmod 755 $(BIN)/northfile
	@$(MAKE) pango
	@rm -f $(VENV)/run-* $(VENV)/test-*
	@touch $(2)
endef

$(RUN_READY):
	$(call install,requirements.txt,$@)

$(TEST_READY):
	$(call install,requirements-dev.txt,$(RUN_READY) $@)

# --- The tests ---------------------------------------------------------------------------------------------------

.PHONY: test unit web isolation browser operation
test: $(TEST_READY) browsers ## Set up and run every test
	@$(PYTEST) -n 3 --dist worksteal $(ARGS)

unit: $(TEST_READY) ## Only the tests that need no database
	@$(PYTEST) --no-services tests/unit $(ARGS)

web: $(TEST_READY) ## Only the tests of the pages
	@$(PYTEST) -n 2 tests/web $(ARGS)

isolation: $(TEST_READY) ## Only the tests of the wall between agencies
	@$(PYTEST) -n 2 tests/isolation $(ARGS)

browser: $(TEST_READY) browsers ## Only the tests in a real browser
	@$(PYTEST) -n 2 tests/browser $(ARGS)

operation: $(TEST_READY) ## Only the tests of starting, stopping and crashing
	@$(PYTEST) tests/operation $(ARGS)

.PHONY: bench
bench: $(TEST_READY) ## The benchmarks, as ratios in a table
	@$(BIN)/python -m benchmarks $(ARGS)

# --- The house ---------------------------------------------------------------------------------------------------

.PHONY: check sure lint types imports templates fmt
sure: check test ## Everything that must hold before a change goes in

check: lint types imports templates ## Everything that can be said without running the product

lint: $(TEST_READY) ## ruff
	@$(BIN)/ruff check $(ROOMS) tests
	@$(BIN)/ruff format --check $(ROOMS) tests

types: $(TEST_READY) ## mypy, strict
	@$(BIN)/mypy $(ROOMS)

imports: $(TEST_READY) ## Who may import whom
	@$(BIN)/lint-imports

templates: $(TEST_READY) ## djlint
	@$(BIN)/djlint templates --lint --quiet

fmt: $(TEST_READY) ## Put the code into its usual form
	@$(BIN)/ruff check --fix $(ROOMS) tests
	@$(BIN)/ruff format $(ROOMS) tests

# --- Now and then ------------------------------------------------------------------------------------------------

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra demo

.PHONY: lock translations documents pictures clean
lock: $(TEST_READY) ## Write the two lists of requirements anew (ARGS=--upgrade for newer versions)
	@$(COMPILE) $(ARGS) -o requirements.txt
	@$(COMPILE) $(ARGS) --group dev -c requirements.txt -o requirements-dev.txt

translations: $(TEST_READY) ## Bring the French catalogue up to date with the sentences in the code and templates
	@$(BIN)/python -m tests.catalogue

documents: $(TEST_READY) ## Draw a sample of every document into build/documents, and write their golden files anew
	@$(BIN)/python -m tests.documents.gallery

pictures: $(TEST_READY) ## Take the pictures of the public pages anew, from the running product
	@$(BIN)/python -m tests.browser.pictures

clean: ## Remove the environment and the caches; the data in var stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info
	@find $(ROOMS) tests -name __pycache__ -type d -prune -exec rm -rf {} +

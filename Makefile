# Every target sets up what it needs: a virtual environment in .venv, dependencies locked with hashes.
# After the first time nothing needs the network. ARGS= is passed on: make demo ARGS="--once --json"

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
ARGS ?=
NAME ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check fix lock adapter openapi bench soak clean

help: ## this list
	@echo "Nyttonav. Two commands to begin with: make demo, make test."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "ARGS=... is passed on, for instance: make demo ARGS='--once --json'"

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Nyttonav needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv (once) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@

demo: $(STAMP) ## start the hub with simulated agencies, show one look-up, keep serving
	@$(BIN)/nyttonav demo $(ARGS)

check: $(STAMP) ## format, lint, strict types, import contracts, generated files in step
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/nyttonav schemas --check
	@$(BIN)/nyttonav openapi --check
	@$(BIN)/nyttonav config page --check
	@$(BIN)/nyttonav audit handelser --check

# Tests start the hub many times over: what is compiled once is kept, whatever the shell says.
test soak: export PYTHONDONTWRITEBYTECODE :=
test: check ## check, then all tests
	@$(BIN)/pytest $(ARGS)

fix: $(STAMP) ## format, mend what can be mended, write generated files anew
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/nyttonav schemas
	@$(BIN)/nyttonav openapi
	@$(BIN)/nyttonav config page
	@$(BIN)/nyttonav audit handelser --write

adapter: $(STAMP) ## a new adapter's folder, made from the template: make adapter NAME=fritid
	@$(BIN)/nyttonav adapters new "$(NAME)"
	@$(BIN)/ruff check --select I --fix --quiet "adapters/$(NAME)"
	@$(BIN)/ruff format --quiet "adapters/$(NAME)"

openapi: $(STAMP) ## write openapi/ anew from the code
	@$(BIN)/nyttonav openapi $(ARGS)

bench: $(STAMP) ## measure the budgets of the design, as ratios within one run
	@$(BIN)/python -m tests.bench $(ARGS)

soak: $(STAMP) ## the long tests: many rounds of kill -9 under load, every way to break a promise, new examples
	@$(BIN)/pytest -m soak $(ARGS)
	@NYTTONAV_SEARCH=1 $(BIN)/pytest -m hypothesis --timeout 1800 $(ARGS) || [ $$? -eq 5 ]  # none among those named

lock: $(STAMP) ## resolve the dependencies anew into requirements.lock (needs uv and the network)
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --extra dev --extra bench -o requirements.lock pyproject.toml

clean: ## remove the virtual environment and caches (never data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

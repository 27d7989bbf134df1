# claimcheck: `make` alone prints what there is.
#
# Every target sets up what it needs in .venv; Python 3.11 or 3.12 and make are all it takes.

.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= corpus
OUT ?= out
JOBS ?= 2
SECONDS ?= 60

.PHONY: help run test lint types wheel smoke train evaluate bench fuzz docs clean

help: ## Show this list
	@echo "Usage: make TARGET"
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: $(VENV)/.run ## Annotate the corpus that comes along; writes out/ and its report
	$(BIN)/claimcheck run $(CORPUS) -o $(OUT) --jobs $(JOBS) --resume
	@echo "Open $(OUT)/report/index.html"

test: $(VENV)/.dev ## Lint, types, all tests, and the wheel in an empty environment
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	bash .ci/smoke "$(PYTHON)"
	$(BIN)/python -m pytest

lint: $(VENV)/.dev ## Check style
	$(BIN)/ruff check src tests bench

types: $(VENV)/.dev ## Check types
	$(BIN)/mypy

wheel: $(VENV)/.dev ## Build the wheel, models inside, into dist/
	$(BIN)/python -m build --wheel --outdir dist .

smoke: $(VENV)/.dev ## Install the wheel in an empty environment and run it there
	bash .ci/smoke "$(PYTHON)"

train: $(VENV)/.train ## Train the models again (needs PyTorch; hours of CPU)
	$(BIN)/claimcheck train

evaluate: $(VENV)/.run ## Measure the models on the held-out pages
	$(BIN)/claimcheck evaluate

bench: $(VENV)/.dev ## Measure speed, memory and scaling; writes docs/benchmarks.md
	$(BIN)/python -m bench

fuzz: $(VENV)/.dev ## Fuzz each reader for SECONDS (60) with atheris
	$(BIN)/python -m pip install --quiet 'atheris>=3,<4'
	$(BIN)/python fuzz/run.py --seconds $(SECONDS)

docs: $(VENV)/.run ## Write the reference parts of docs/ again from the code
	$(BIN)/python docs/refresh.py

clean: ## Remove the environment and everything that was built
	rm -rf $(VENV) build dist out out-* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "claimcheck needs Python 3.11 or 3.12; none was found." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.run

$(VENV)/.train: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[train]'
	touch $@ $(VENV)/.run

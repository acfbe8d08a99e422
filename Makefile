# What one does with Upton. `make run` and `make test` set everything up by themselves.

PYTHON ?= python3
BIN = .venv/bin
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
       --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: help run test setup setup-check setup-test setup-bench check bench journeys lock
.DEFAULT_GOAL := help

help:
	@echo "make run       set up what is missing, start Upton with its demo, print its address (stop it with Ctrl-C)"
	@echo "make test      set up what is missing, the browser included, and run every test"
	@echo "make setup     the setting up alone"
	@echo "make check     lint, types, architecture, templates, missing migrations, stale diagrams, unmarked strings"
	@echo "make bench     every benchmark; one alone: $(BIN)/upton bench NAME"
	@echo "make journeys  the stories by role in a real browser"
	@echo "make lock      lock the newest allowed versions of all packages, with their hashes"
	@echo "Another Python: make run PYTHON=/path/to/python3.11"

run: setup
	@exec $(BIN)/upton run

setup:
	@$(PYTHON) config/installing.py run

setup-check:
	@$(PYTHON) config/installing.py check

setup-bench:
	@$(PYTHON) config/installing.py bench

setup-test:
	@$(PYTHON) config/installing.py test

test: setup-test
	@$(BIN)/pytest -n 2 --dist worksteal

journeys: setup-test
	@$(BIN)/pytest -n 2 journeys

# The type checker loads the settings; nothing is signed with these.
check: export UPTON_SECRET_KEY = only for checking the source, nothing is signed with it
check: export UPTON_FACTS_KEY = only for checking the source, nothing is sealed with it
check: setup-check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/upton check-house

bench: setup-bench
	@$(BIN)/upton bench

lock: setup-check
	$(LOCK) --upgrade --output-file requirements/run.txt requirements/run.in
	$(LOCK) --upgrade --output-file requirements/test.txt requirements/test.in
	$(LOCK) --upgrade --output-file requirements/node.txt requirements/node.in
	$(LOCK) --upgrade --output-file requirements/bench.txt requirements/bench.in
	$(LOCK) --upgrade --output-file requirements/spark.txt requirements/spark.in
	npm update --package-lock-only --ignore-scripts

# Two names matter: `make run` serves Suluh on this machine, `make test` checks everything.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: help run test prove bench bench-danger environment test-environment check format lock locales

help: ## List what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run: environment ## Serve chat, console and worker on this machine; asks nothing
	@$(BIN)/suluh run

test: test-environment check ## Every check and test, on SQLite and PostgreSQL, pages in Chromium
	@$(BIN)/pytest -n auto --dist loadscope --cov --cov-report=term:skip-covered

check: test-environment ## The static half of `make test`
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/suluh flows check
	@$(BIN)/python -m tests.catalogues

prove: test-environment ## Every promise R1 to R28, in one table; a night. ARGS="--size short": forty minutes
	@$(BIN)/python -m tests.prove $(ARGS)

bench-danger: test-environment ## How much danger the reader hears and misses, on the held-out lines; and how fast
	@$(BIN)/python -m benchmarks.danger

bench: test-environment ## What one update costs beside the bare operation
	@$(BIN)/python -m benchmarks

format: test-environment ## Put the code in its usual form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## Renew both lock files (with hashes, without host names)
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -q -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group test --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -q -o requirements-test.lock

locales: test-environment ## Take new sentences into the catalogues
	@$(BIN)/python -m tests.catalogues --update

environment:
	@$(PYTHON) setup/environment.py

test-environment:
	@$(PYTHON) setup/environment.py --test
	@$(BIN)/python setup/chromium.py

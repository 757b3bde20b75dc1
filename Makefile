# Each target sets up what it needs in .venv and is quick the second time.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: audit test check bench docs passport channels clean

audit: .venv/ready
	$(BIN)/desdemona audit changan-uni-t tal-magic-mirror cm-cross-interrogation-platform --out audits

test: .venv/dev
	$(BIN)/python -m pytest

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready
	$(BIN)/python benchmarks/measure.py

docs: .venv/ready .venv/docs
	$(BIN)/mkdocs build --strict

passport: .venv/ready
	$(BIN)/python -m desdemona.passport --out docs/passport.md

channels: .venv/ready
	$(BIN)/python -m desdemona.assay --out docs/channels.md

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/dev: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

.venv/docs: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	touch $@

clean:
	rm -rf .venv audits site .mypy_cache .ruff_cache .pytest_cache .hypothesis

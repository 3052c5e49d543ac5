# The commands of Vesper. `make run` needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev test check bench lock clean setup

help:
	@echo "make run     the demo clinic, as production runs it, at port $(PORT)"
	@echo "make dev     the same with DEBUG and code reloading"
	@echo "make test    the whole suite on SQLite, and on PostgreSQL where DATABASE_URL names one"
	@echo "make check   style, types, imports, migrations, deployment settings"
	@echo "make bench   the benchmarks, as ratios in one run"
	@echo "make lock    rebuild the hash-locked requirements"

$(VENV)/runtime.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Vesper needs Python 3.11 or newer; set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env: $(VENV)/runtime.stamp
	@$(BIN)/python -m clinic.env

setup: .env
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable
	@$(MANAGE) roles --verbosity 0
	@$(MANAGE) demo --if-empty
	@$(MANAGE) load_articles --if-empty

run: setup
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) check --database default --verbosity 0
	@PORT=$(PORT) exec $(BIN)/python -m clinic.serve

dev: setup
	@DEBUG=1 PORT=$(PORT) exec $(BIN)/python -m clinic.serve

test: $(VENV)/dev.stamp
	@PYTHON=$(BIN)/python sh tests/run.sh

check: $(VENV)/dev.stamp .env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	SITE_URL=https://clinic.example $(MANAGE) check --deploy --fail-level WARNING

bench: $(VENV)/dev.stamp .env
	@$(BIN)/python -m tests.bench

lock: $(VENV)/dev.stamp
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet uv
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --group dev \
		-c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) var

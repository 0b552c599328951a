# setup is what run and test need; each target works on a fresh clone with Python 3.11+ and make only.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA_DIR ?= $(CURDIR)/var
PORT ?= 8000
export DATA_DIR PORT

.PHONY: setup setup-dev run test check lint lint-types lint-rest messages bench drill lock clean

setup: $(VENV)/.base

setup-dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: install the package python3-venv of your system"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(BIN)/python
	@echo "Installing what the site needs; the first time this takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: setup
	@$(BIN)/python manage.py start

test: setup-dev
	@$(BIN)/python -m tests.run

check: lint test

lint: lint-types lint-rest

lint-types: setup-dev
	$(BIN)/mypy cms campaigns archive search tests

lint-rest: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djhtml --tabwidth 2 --check $$(git ls-files 'templates/*.html')
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py check --fail-level WARNING

# The administration's Spanish, from text to what Django reads. Both are committed: running the site needs no tool for it.
messages: setup-dev
	$(BIN)/pybabel --quiet compile --directory cms/locale --domain "django djangojs"

bench: setup-dev
	@$(BIN)/python -m tests.benchmarks

# The faults at full figures; CI runs the same tests with small ones.
drill: setup-dev
	@FAULTS=full $(BIN)/python -m tests.run tests/faults

lock: setup-dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --python-version 3.11 --universal --no-emit-index-url --no-emit-find-links --no-header \
		--generate-hashes requirements/base.in -o requirements/base.txt
	$(BIN)/uv pip compile --python-version 3.11 --universal --no-emit-index-url --no-emit-find-links --no-header \
		--generate-hashes requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) build

# Everything that is done with this repository. CONTRIBUTING.md says when.

PYTHON ?= python3
STORE ?= var/desk.db
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8
LOCALE := deskterm/core/locale

# Installing happens once, and again when the pins or the packaging change.
RUN := .venv/run.stamp
DEV := .venv/dev.stamp
PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: run test check lint clauses slow bench words pages wheel pins

# The console on an embedded store with the sample site.
run: $(RUN) $(STORE)
	@$(BIN)/deskterm --store $(STORE)

# Everything that is tested but the long runs, on every core.
test: $(DEV)
	@$(PYTEST) -m "not slow"

# All that must hold before a change lands.
check: lint test

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deskterm check

# The clauses of the procedures that no test proves, by kind; fails while one is due.
clauses: $(DEV)
	@$(BIN)/python -m tests.clauses

# The long runs alone.
slow: $(DEV)
	@$(PYTEST) -m slow

# What is felt at the keys, as ratios to floors measured in the same run.
bench: $(DEV)
	@$(BIN)/python -m bench $(ARGS)

# The words of the program into the catalogues of every language, and into use.
words: $(DEV)
	@mkdir -p build
	@$(BIN)/pybabel -q extract --no-default-keywords -k _ -k N_ --no-location --sort-output \
		--width 100 --project deskterm --copyright-holder "deskterm contributors" -o build/deskterm.pot deskterm
	@$(BIN)/pybabel -q update -D deskterm -i build/deskterm.pot -d $(LOCALE) -l zh_CN --init-missing \
		--ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete --width 100
	@$(BIN)/pybabel -q compile -D deskterm -d $(LOCALE) --statistics

# The page of documentation of each report, docs/reports.
pages: $(DEV)
	@$(BIN)/python -m tests.shell.report_pages

wheel: $(DEV)
	@rm -rf build/lib build/bdist.* dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist

# The newest versions that pyproject.toml allows, pinned. Needs pip-tools; name another pip-compile with PINNER=.
PINNER ?= pip-compile
PINNED := --quiet --upgrade --generate-hashes --allow-unsafe --all-build-deps --strip-extras \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--no-emit-options --output-file -

pins:
	@mkdir -p build
	@$(PINNER) $(PINNED) pyproject.toml > build/pins
	@grep -v -e '^#' -e '^$$' build/pins > requirements.lock
	@$(PINNER) $(PINNED) --extra dev --constraint requirements.lock pyproject.toml > build/pins
	@grep -v -e '^#' -e '^$$' build/pins > requirements-dev.lock

$(STORE): | $(RUN)
	@mkdir -p $(@D)
	@$(BIN)/deskterm init --store $@

$(RUN): requirements.lock pyproject.toml setup.py | $(BIN)/python
	@echo "Installing deskterm into .venv; this happens once."
	@$(PIP) install --require-hashes -r $<
	@$(PROJECT)
	@touch $@

# The development pins hold the others, so both are fresh.
$(DEV): requirements-dev.lock pyproject.toml setup.py | $(BIN)/python
	@echo "Installing deskterm and its tools into .venv; this happens once."
	@$(PIP) install --require-hashes -r $<
	@$(PROJECT)
	@touch $(RUN) $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "deskterm needs Python 3.11 or newer; say which, as in: make run PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# Two commands for people: `make demo` shows what the tool does, `make test` runs every check.
# Nothing is needed but Python 3.11 or newer with venv, git and make.

PYTHON ?= python3
ON ?= 2026-11-01
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
INSTALL := $(PIP) install --require-hashes
PARTS := --extra site --extra statistics --extra seal
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes pyproject.toml

.DELETE_ON_ERROR:
.PHONY: demo ready test tests workflows parts bench pictures format lock clean

demo: .venv/ready
	@$(BIN)/tonghu build --on $(ON)

# The tool alone, for workflows that go on with $(BIN)/tonghu.
ready: .venv/ready

test: .venv/ready-dev parts workflows
	$(PIP) check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q -rs

# The tests without the gates around them, where these need no second run.
tests: .venv/ready-dev
	$(BIN)/pytest -q -rs

# What .github says to a forge: that it can be read, and that it gives nothing away.
workflows: .venv/ready-dev
	$(BIN)/actionlint
	$(BIN)/zizmor --offline --quiet .github

# What a test needs from the system: installed where that is possible, named where it is not.
parts: .venv/ready-dev
	@$(BIN)/python tests/system/parts.py

# How fast and how lean, beside other programs: see tests/bench/README.md.
bench: .venv/ready-dev
	@cd tests && ../$(BIN)/python -m bench $(ROWS) $(BENCH)

# What the README shows; needs Chromium, LibreOffice and poppler's pdftoppm.
pictures: .venv/ready-dev
	@$(BIN)/python tests/system/pictures.py

format: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The environment is made anew only when a lock changes.
.venv/packages: requirements.lock requirements-fast.lock
	@echo '正在准备 Python 环境（.venv），第一次需要一两分钟……'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.11 指定。' >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) -r requirements.lock
	@$(INSTALL) --only-binary :all: -r requirements-fast.lock \
		|| { echo '本机没有 ryaml、jsonschema-rs 的现成安装包：结果相同，只是慢一些。'; test "$(CI)" != true; }
	@touch $@

.venv/ready: .venv/packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	@echo '正在安装检查工具……'
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

# Needs uv, and only when a dependency changes.
lock:
	$(COMPILE) --group build $(PARTS) --output-file requirements.lock
	$(COMPILE) --extra fast --constraints requirements.lock --output-file requirements-fast.lock
	$(COMPILE) --group build $(PARTS) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(subst pyproject.toml,,$(COMPILE)) --group node --output-file requirements-node.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

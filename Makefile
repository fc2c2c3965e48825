# Two commands matter: `make demo` and `make test`. Each sets up what it needs on a bare machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo

.PHONY: setup demo test check bench lock tune clean

setup: $(VENV)/ready

# uv lives inside the virtual environment: a bare machine has none, and it installs four times
# faster than pip. The lock is installed as it is, without resolving anew.
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check uv
	$(BIN)/python -m uv pip sync -q --python $(BIN)/python requirements.lock
	$(BIN)/python -m uv pip install -q --python $(BIN)/python --no-deps -e .
	touch $@

demo: $(VENV)/ready
	rm -rf $(DEMO)
	$(BIN)/qualflow new $(DEMO) --sample --name "Sample study"
	$(BIN)/qualflow code $(DEMO)

test: $(VENV)/ready
	$(BIN)/python -m pytest

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/ready
	$(BIN)/python -m benchmarks $(BENCH)

# After a change of dependencies in pyproject.toml.
lock:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check uv
	$(BIN)/python -m uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate -q -o requirements.lock

# Development only, needs torch: tunes MiniLM's upper layers on the seed passages (CONTRIBUTING.md).
tune: $(VENV)/ready
	$(PYTHON) -m venv .venv-tune
	.venv-tune/bin/python -m pip install -q --disable-pip-version-check uv torch==2.13.0
	.venv-tune/bin/python -m uv pip install -q --python .venv-tune/bin/python --no-deps -r requirements.lock
	.venv-tune/bin/python -m models.challenges.tuning

clean:
	rm -rf $(VENV) .venv-tune $(DEMO) .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis

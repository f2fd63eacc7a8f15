# Two commands are enough: `make run` and `make test`. Both install what is missing first.
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help

BIN := .venv/bin
SCRIPTS := $(wildcard deploy/*.sh) .ci/run
UV_PIP_COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)
UV := $(or $(shell command -v uv),build/uv/bin/uv)

.PHONY: help run ears test lint format-check types sessions shell unit nightly bench screenshots lock format clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: ## open the kiosk; with no display, play a session in the terminal
	@deploy/bootstrap.sh run
	@$(BIN)/python -I -S deploy/kiosk_start.py $(ARGS)

test: lint format-check types sessions shell unit ## every check; what is wrong does not hide the rest with -k

lint: ready # ruff, nearly all rules
	$(BIN)/ruff check

format-check: ready
	$(BIN)/ruff format --check

types: ready
	$(BIN)/mypy
	$(BIN)/mypy --strict deploy/kiosk_start.py

sessions: ready
	$(BIN)/kiosk check sessions

shell: ready
	shellcheck $(SCRIPTS)

unit: ready
	$(BIN)/pytest -m "not nightly" $(ARGS)

nightly: ## the long tests
	@deploy/bootstrap.sh nightly
	$(BIN)/pytest -m nightly -rs $(ARGS)

bench: ready ## the measurements, as a table
	@$(BIN)/python -m tests.bench $(ARGS)

screenshots: ready ## a picture of every screen, in every look, size and language
	@$(BIN)/python tests/screenshots.py $(ARGS)

ears: ## install what the ears need: 450 MB, once
	@deploy/bootstrap.sh ears

lock: ## make the lock files anew from pyproject.toml; UPGRADE=1 takes the newest versions
	@command -v $(UV) >/dev/null || { python3 -m venv build/uv && build/uv/bin/pip -q install uv; }
	@# setuptools installs our own package, with no second download and nothing unpinned
	sed -n 's/^requires = \["\(.*\)"\]$$/\1/p' pyproject.toml | \
		$(UV_PIP_COMPILE) pyproject.toml - -o requirements.lock
	sed -n 's/^requires = \["\(.*\)"\]$$/\1/p' pyproject.toml | \
		$(UV_PIP_COMPILE) pyproject.toml - --extra ears -c requirements.lock \
		-o requirements-ears.lock
	$(UV_PIP_COMPILE) pyproject.toml --extra ears --group dev -c requirements.lock \
		-o requirements-dev.lock

messages: ready ## collect every sentence for the translators' files, assets/locale/*/*/*.po
	@$(BIN)/python -m tests.messages

format: ready ## write the code the way the checks want it
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean: ## remove the environment and everything that was made
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find kiosk tests deploy -name __pycache__ -prune -exec rm -rf {} +

.PHONY: ready
ready:
	@deploy/bootstrap.sh test

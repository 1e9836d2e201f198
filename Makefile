# Everything one does with this project, each with one word. Needs git, make and Python 3.11 or later with venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test check bench crash lock format lint chromium tmux npm node

# Where this is set, each worker of the tests would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PYTEST := $(BIN)/pytest -n logical --dist worksteal
LOCK := $(BIN)/uv pip compile --no-config --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock" --quiet

help: ## List these words
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: .venv/run.stamp ## Start Koko on this machine; the line it prints says where
	$(BIN)/koko run

test: .venv/dev.stamp chromium tmux node lint ## Check everything: what CI runs
	$(PYTEST)

# Left out is what is marked slow, by itself or by tests/conftest.py: programs in the sandbox, commands run as
# processes, stories but a week on each platform, what waits, pictures, every view on Slack and Discord, injections,
# the blind answers, all numbers of all members, walls that are breached.
check: .venv/dev.stamp lint ## Check what can be checked in a minute: no browser, Postgres, node, crash or slow test
	$(PYTEST) --without-node -m "not (browser or postgres or crash or slow)"

bench: .venv/dev.stamp ## Measure what docs/performance.md tells
	$(BIN)/python -m bench

crash: .venv/dev.stamp ## Kill a busy Koko 1,000 times on each database, and 200 times in Slack and in Discord
	KOKO_CRASH_ROUNDS=1000 $(BIN)/pytest -m crash -s -k Wire
	KOKO_CRASH_ROUNDS=200 $(BIN)/pytest -m crash -s -k "Slack or Discord"

format: .venv/dev.stamp ## Format the code and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: .venv/dev.stamp
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: .venv/dev.stamp ## Pin what pyproject.toml asks for; `make lock UPGRADE=--upgrade` takes the newest
	$(LOCK) $(UPGRADE) pyproject.toml --all-extras --group build --output-file requirements/run.txt
	$(LOCK) $(UPGRADE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

# The environment, made once and again when a pin changes. `make run` needs only the first half.
.venv/bin/python:
	@for python in python3 python3.13 python3.12 python3.11; do \
		if $$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "Koko needs Python 3.11 or later with venv (on Debian: apt-get install python3-venv)." >&2; exit 1

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Koko runs on ..."
	@$(PIP) --require-hashes --requirement requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Installing what Koko is checked with ..."
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

# What the tests drive beside Python, each with its packages on Debian.
chromium: PACKAGES := chromium fonts-dejavu-core
tmux: PACKAGES := tmux
npm: PACKAGES := nodejs npm
chromium tmux npm: APT = apt-get install --yes --no-install-recommends $(PACKAGES)
chromium tmux npm:
	@if command -v $@ >/dev/null; then exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $@ for the tests ..."; \
		apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive $(APT) --quiet=2; \
	else \
		echo "The tests need $@. Install it with: sudo $(APT)" >&2; exit 1; \
	fi

# What others wrote, for the tests: a Slack, and Discord's schemas. npm writes the file when all is in place.
NODE := tests/adapters/slack/second_opinion tests/adapters/discord/schemas
node: npm $(NODE:%=%/node_modules/.package-lock.json)
%/node_modules/.package-lock.json: %/package-lock.json %/.npmrc
	@echo "Installing what $* needs ..."
	@cd $* && npm ci --loglevel=error

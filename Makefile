# make run   sets everything up, loads the demo district and serves it
# make test  sets everything up and passes all tests on the embedded defaults
.POSIX:
.PHONY: run test test-all test-postgres check format lock bench messages clean help
LANTIAN_HOME ?= $(CURDIR)/var
PYTEST = .venv/bin/python -m pytest
## The plugin for models reads the settings, and they need a home
MYPY = LANTIAN_HOME=.mypy_cache/home .venv/bin/mypy --strict
TYPED = kernel registry observations ingest pipeline config cli api
export LANTIAN_HOME

help: ; @sed -n 's/^# //p' Makefile

run:
	@sh scripts/bootstrap.sh run
	@.venv/bin/lantian serve --demo

test: tools
	@$(PYTEST) -n 2 --dist loadfile

# also the slow ones: soak, full year, large fuzz; then the database tests on PostgreSQL
test-all: tools
	@$(PYTEST) -n 2 --dist loadfile -m 'slow or not slow'
	@$(MAKE) test-postgres

test-postgres: tools
	@LANTIAN_TEST_POSTGRES=1 $(PYTEST) -m 'not slow and not browser' src/lantian tests

.PHONY: tools
tools:
	@sh scripts/bootstrap.sh dev
	@sh scripts/browser.sh

# ruff, mypy (airshed, hj212, every room's rules, and the rooms in TYPED) and the import contracts
check:
	@sh scripts/bootstrap.sh dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(MYPY) packages/airshed/src packages/hj212/src
	@$(MYPY) $$(find src/lantian -name states.py -o -name rules.py -o -name events.py -o -path '*/rules/*.py' | sort)
	@$(MYPY) --exclude '/(tests|migrations)/' $(TYPED:%=src/lantian/%)
	@.venv/bin/lint-imports --no-cache

format:
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

# pin every dependency, with hashes, for every Python from 3.11 on
lock:
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package airshed --no-emit-package hj212 --extra postgres -o requirements/run.txt pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package airshed --no-emit-package hj212 --extra postgres --extra dev --extra bench -o requirements/dev.txt pyproject.toml

bench:
	@sh scripts/bootstrap.sh dev
	@.venv/bin/python benchmarks/run.py

messages:
	@.venv/bin/python scripts/compile_messages.py

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

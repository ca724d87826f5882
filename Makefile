# What one types here. `make` alone lists it.

.PHONY: help run test coverage quick crash stale check bench audit translations
.DEFAULT_GOAL := help

help:
	@echo "make run    start the site; Ctrl-C stops it"
	@echo "make test   all tests, on a real MongoDB and in a real browser"
	@echo "make coverage  the same, and which lines they reach"
	@echo "make quick  the model tests without a server, in seconds"
	@echo "make crash  type in a real browser, kill things, count the words: RUNS=52 SEED=1"
	@echo "make stale  edit a post again and again and look for an old page: EDITS=1000"
	@echo "make check  format, lint and types"
	@echo "make bench  the benchmarks"
	@echo "make translations  what is new goes into the catalogues; tells what is not translated"
	@echo "make audit  all pages, judged by axe, the Nu checker, Lighthouse: AUDIT_RUNS=1, JUDGES=\"axe nu\""

run:
	@bin/setup requirements.txt
	@exec .venv/bin/python app.py

test:
	@bin/setup requirements-dev.txt
	@bin/setup-test-tools
	@exec .venv/bin/python -m pytest -n 3 --dist loadgroup

coverage:
	@bin/setup requirements-dev.txt
	@bin/setup-test-tools
	@exec .venv/bin/python -m pytest -n 3 --dist loadgroup --cov --cov-report=term

quick:
	@bin/setup requirements-dev.txt
	@exec .venv/bin/python -m pytest -m quick -q -p no:xdist -p no:cacheprovider tests/models

crash:
	@bin/setup requirements-dev.txt
	@bin/setup-test-tools
	@exec .venv/bin/python -m tests.crash $(if $(RUNS),--runs $(RUNS)) $(if $(SEED),--seed $(SEED))

stale:
	@bin/setup requirements-dev.txt
	@EDITS=$(or $(EDITS),1000) exec .venv/bin/python -m pytest --timeout 3600 -k never_stale tests/processes/test_kept_pages.py

check:
	@bin/setup requirements-dev.txt
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

bench:
	@bin/setup requirements-dev.txt
	@if [ -d benchmarks ]; then exec .venv/bin/python -m benchmarks; \
	else echo "There are no benchmarks yet."; fi

audit:
	@bin/setup-test-tools audit
	@exec .venv/bin/python -m tests.audit $(if $(AUDIT_RUNS),--runs $(AUDIT_RUNS)) $(if $(JUDGES),--judges $(JUDGES))

translations:
	@bin/setup requirements-dev.txt
	@.venv/bin/pybabel -q extract -F babel.cfg -o translations/messages.pot --no-location --omit-header \
		--sort-output -k _l -k lazy_gettext blogsite templates
	@.venv/bin/python -m tests.support.catalogues

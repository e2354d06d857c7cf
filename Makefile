# `make help` lists what can be made. Everything sets itself up: Python 3.11 and a package index are enough.
PORT ?= 8000
STAGE ?= named
SEED ?= 1
PYTHON := .venv/bin/python
MO := locale/zh_Hans/LC_MESSAGES/django.mo

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test check browser messages bench faults lock wheelhouse

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## ?/\1\t/' | expand -t 14

setup: ## Create .venv with every package, checked by hash, and compile the translations
	@python3 tools/setup
	@$(MAKE) --silent --no-print-directory $(MO)

setup-dev:
	@python3 tools/setup --dev
	@$(MAKE) --silent --no-print-directory $(MO)

$(MO): locale/zh_Hans/LC_MESSAGES/django.po
	@$(PYTHON) -m tools.messages compile >/dev/null

run: setup ## Serve the portal with its demonstration (PORT=8000); stop with Ctrl-C
	@exec $(PYTHON) manage.py portal --port $(PORT)

demo: setup ## Build one demonstration round into the database: STAGE=named SEED=1
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py demo --stage $(STAGE) --seed $(SEED)

test: setup-dev ## The whole gate: lint, types, arrows, translations, both databases, worker, browser
	@exec $(PYTHON) -m tools.run_tests

check: setup-dev ## Only what needs no tests to run: lint, types, templates, arrows, migrations, translations
	@exec $(PYTHON) -m tools.run_tests check

browser: setup-dev ## The journeys in a real browser, each page checked with axe
	@exec $(PYTHON) -m tools.run_tests browser

messages: setup-dev ## Rewrite the translations from the sources, list what is missing, compile
	@$(PYTHON) -m tools.messages extract
	@$(PYTHON) -m tools.messages compile

bench: setup-dev ## Print how near casting, pages, counting and printing come to their limits, and that results agree
	@$(PYTHON) -m bench.tally
	@$(PYTHON) -m bench.second
	@$(PYTHON) -m bench.identity
	@$(PYTHON) -m bench.documents
	@$(PYTHON) -m bench.ratios

faults: setup-dev ## Inject faults while ballots are cast and counted, each guard on and off, and count what is lost
	@$(PYTHON) -m bench.faults

lock: setup-dev ## Choose the newest allowed versions and write them down with their hashes
	@for name in requirements requirements-dev; do $(PYTHON) -m uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --no-header --no-annotate $(LOCKFLAGS) $$name.in -o $$name.txt; done

wheelhouse: setup ## Download every package into ./wheelhouse, for a network without an index
	@$(PYTHON) -m pip download --quiet --require-hashes -r requirements.txt -d wheelhouse
	@echo "There: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheelhouse make setup"

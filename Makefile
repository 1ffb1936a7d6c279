# Only Python 3.11 (or newer) and make are needed beforehand; the rest is fetched and pinned.
#   make run [PORT=8000]   the product with its demonstration organisation, on this machine only
#   make test              everything that has to pass: lint, types, contracts, the PWA, and all tests [WORKERS=3]
#   make check             the quick part of it
#   make bench             measure, with peers in the same run (about ten minutes, nothing else running)
#   make chaos             the long crash matrix, with its table (twenty minutes; the short one is part of make test)
#   make simulate          simulated weeks with crashes and storms, seed after seed [MINUTES=10 WEEKS=1; SEED=7 for that one]
#   make screens           axe and a picture of every screen, light and dark, compared with those of the time before,
#                          and of those of a desk and a phone in each other language
#                          [RENEW=1: from now on make test wants them to look as they do now]
#   make lighthouse        how fast the first screen stands on a phone: signed out, a worker, the board [RUNS=5]
#   make site              the documentation as a site, in build/site; a link that leads nowhere fails
#   make mutants           take one safeguard away at a time: a named test must turn red
#   make deb               a package for Debian, in build/ (docs/beheer/debian.md)
#   make lock              resolve the locks anew (UPGRADE=--upgrade for newer versions)

PORT ?= 8000
UPGRADE ?=
MINUTES ?= 10
WEEKS ?= 1
export WORKERS ?= 3
SEED ?=
RUNS ?= 5
export RENEW ?=
BIN := .venv/bin
export PYTHON ?=

.DEFAULT_GOAL := help
.PHONY: help run test check chaos bench deb lock environment product pwa simulate screens lighthouse mutants site
.NOTPARALLEL:

help:
	@sed -n 's/^#   //p' Makefile

# With everything that tests it; `product` is what an installation needs, and nothing more.
environment:
	@tools/environment.sh requirements-dev.txt

product:
	@tools/environment.sh requirements.txt

pwa: product
	@tools/pwa.sh

run: pwa
	@$(BIN)/achterwacht migrate
	@$(BIN)/achterwacht demo --alive
	@exec env ACHTERWACHT_NO_HEARTBEAT_BECAUSE="whoever tries it out looks" $(BIN)/achterwacht serve --port $(PORT)

check: environment
	@tools/check.sh

bench: environment
	@$(BIN)/python -m bench

test: environment pwa
	@tools/test.sh

chaos: environment
	@CHAOS=long $(BIN)/python -m pytest -s tests/chaos

simulate: environment
	@$(BIN)/python -m tests.simulation --weeks $(WEEKS) --minutes $(MINUTES) $(if $(SEED),--seeds $(SEED))

site:
	@tools/site.sh

mutants: environment
	@$(BIN)/python tools/mutants.py

deb: pwa
	@tools/deb.sh

lock: environment
	@tools/lock.sh $(UPGRADE)

screens: environment pwa
	@CHROMIUM=$$(tools/chromium.sh) $(BIN)/python tools/screens.py

lighthouse: environment pwa
	@CHROMIUM=$$(tools/chromium.sh) tools/lighthouse/run.sh $(RUNS)

# Everything happens in `python -m community.launch`; this only makes the virtual environment that it runs in.
# Variables: PORT=8000 DEMO=0 OXBOW_DATA=folder DATABASE_URL=... REDIS_URL=... CHROMIUM=program PYTHON=python3

PYTHON ?= python3
LAUNCH = .venv/bin/python -m community.launch

.PHONY: help setup run test matrix screenshots bench bench-stream bench-web bench-relief faults clean

help: ## Show this list
	@echo "Usage: make TARGET"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

setup: .venv/bin/python ## Install everything and make the database, without starting the site
	@$(LAUNCH) setup

run: .venv/bin/python ## Set up what is missing and open the site (PORT=8000; DEMO=0 starts empty)
	@$(LAUNCH) run

test: .venv/bin/python ## Run every check, as the continuous integration does
	@$(LAUNCH) test

matrix: .venv/bin/python ## Ask every endpoint as everybody, in every phase, under every sanction, about five minutes
	@$(LAUNCH) matrix

screenshots: .venv/bin/python ## Draw twenty key screens and compare them with the accepted ones; ACCEPT=1 accepts
	@$(if $(ACCEPT),ACCEPT=$(ACCEPT)) $(LAUNCH) screenshots

bench: .venv/bin/python ## Measure; prints one line of JSON a figure
	@$(LAUNCH) bench

bench-stream: .venv/bin/python ## Measure the stream beside a plain chat, and pages, about fifteen minutes; ONLY=fanout,send REPS=5 SERVER=daphne
	@$(LAUNCH) bench_stream $(if $(ONLY),--only $(ONLY)) $(if $(REPS),--reps $(REPS)) $(if $(SERVER),--server $(SERVER))

bench-web: .venv/bin/python ## Measure the web app on a slowed phone and a 4G line, about ten minutes; ONLY=cold,typing REPS=5
	@$(LAUNCH) bench_web $(if $(ONLY),--only $(ONLY)) $(if $(REPS),--reps $(REPS))

bench-relief: .venv/bin/python ## Measure what catch-up saves its readers, on real logs; the last line sums it up
	@$(LAUNCH) bench_relief

faults: .venv/bin/python ## Break everything under load for MINUTES=10 and count what is lost; SEED=n repeats a run
	@$(LAUNCH) faults $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

clean: ## Remove everything that can be made again; never the data
	@rm -rf .venv frontend/node_modules frontend/dist .data/test .data/bench .data/faults
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian without python3-venv cannot put pip into the environment; the launcher then uses the system's pip.
.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer, on Debian with \`apt install python3-venv\`." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one as in \`make run PYTHON=python3.12\`." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv

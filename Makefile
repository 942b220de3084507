# The commands of a developer's day; the README explains each in one line.
PYTHON ?= python3
SETUP = $(PYTHON) scripts/setup.py
IN = .venv/bin
.PHONY: setup run test check fix bench proof screenshots lock
.DEFAULT_GOAL = help

help:
	@echo "make setup | run | test | check | fix | bench | proof | screenshots | lock"

setup:
	@$(SETUP) --dev --browser

run:
	@$(SETUP) && exec $(IN)/hoanhap demo

test:
	@$(SETUP) --dev --browser && exec $(IN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ONLY)

check:
	@$(SETUP) --dev && exec $(IN)/python scripts/check.py

fix:
	@$(SETUP) --dev && $(IN)/ruff check --fix --quiet . ; exec $(IN)/ruff format --quiet .

bench:
	@$(SETUP) && exec $(IN)/python scripts/bench

proof:
	@$(SETUP) --dev --browser && exec $(IN)/python scripts/proof.py

screenshots:
	@$(SETUP) --dev --browser && exec $(IN)/python scripts/screenshots.py

lock:
	@$(SETUP) --dev && exec $(IN)/python scripts/lock.py

# Every target sets itself up: nothing but make, bash and Python 3.11 (or root on Debian) is needed.
SHELL := /bin/bash
PY := .venv/bin/python
GATES ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench docs lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## prepare every environment the checks need
	@scripts/setup.sh dev duckdb15 metricflow browser postgres

demo: ## compute, watch and explain the core indicators of examples/, into report.html and report-shop.html
	@scripts/setup.sh runtime
	@.venv/bin/gnomon demo --project examples/kuairand
	@echo
	@.venv/bin/gnomon demo --project examples/ecommerce --output report-shop.html

test: setup ## run what CI runs; GATES="ruff types" picks some
	@$(PY) scripts/check.py $(GATES)

check: test ## the same as make test

bench: setup ## time compiling and asking against MetricFlow and hand-written SQL
	@$(PY) -m benchmarks

docs: ## build the documentation into site/, warnings are errors
	@scripts/setup.sh dev
	@$(PY) scripts/check.py docs

lock: ## refresh the hash-pinned locks; UPGRADE=1 takes the newest releases
	@scripts/setup.sh dev
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## remove environments, caches and build products
	rm -rf .venv .venvs site dist build .pytest_cache .ruff_cache .import_linter_cache .hypothesis

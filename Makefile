# What a person can do here; `make` alone lists it.

BIN := .venv/bin
PYTEST_ARGS ?= -n auto --maxprocesses=4 --dist loadfile
QUARTERS ?= 4
POLICY ?= county-psb
SEED ?= 1
SEEDS ?= 1
DEADLINES ?= 5000
ROUNDS ?= 10000
SAMPLE ?= 1500
ONLY ?= kaohe/workflow/domain
LONGEST_FILE := 400

.DEFAULT_GOAL := help
.PHONY: help environment up practise test chaos races mutants bench demo lint clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

environment: ## make .venv from the committed lock (the others do it by themselves)
	@scripts/bootstrap

up: environment ## serve on http://127.0.0.1:8000 with a database of its own; Ctrl-C stops all of it
	@exec $(BIN)/python -I -S kaohe/schema/embedded/launcher.py --parent $$PPID --signal SIGTERM -- $(BIN)/kaohe up

practise: environment ## the same on a practice database, with a clock that you move from the terminal
	@$(BIN)/kaohe practise

test: environment ## run the tests (PYTEST_ARGS="tests/domain -q" for some of them)
	@$(BIN)/pytest $(PYTEST_ARGS)

chaos: environment ## kill and restart everything while thousands of deadlines run out (SEED=1 SEEDS=1 DEADLINES=5000)
	@PYTHONPATH=tests $(BIN)/python -m chaos --seed $(SEED) --seeds $(SEEDS) --deadlines $(DEADLINES)

races: environment ## let those who may meet meet, thousands of times each (ROUNDS=10000 SEED=1)
	@$(BIN)/pytest tests/races -q -n 2 --dist loadfile --rounds $(ROUNDS) --seed $(SEED)

mutants: environment ## change a rule in a small way, see if a test notices, 1500 times (SAMPLE=1500 SEED=1 ONLY=folder AGAIN=1)
	@PYTHONPATH=scripts nice -n 15 $$(command -v uv || echo .venv-uv/bin/uv) run --quiet --isolated --frozen --group mutation \
	  python -m mutants --only $(ONLY) --sample $(SAMPLE) --seed $(SEED) $(if $(AGAIN),--again)

bench: environment ## measure us beside floors and peers (ONLY=name of a ratio, BENCH_ARGS=--quick to see whether all runs)
	@$(BIN)/python -m bench $(BENCH_ARGS) $(if $(filter file,$(origin ONLY)),,$(ONLY))

demo: environment ## rehearse a year over HTTP (POLICY=county-psb, daguan or show-assess-use, QUARTERS=4)
	@$(BIN)/kaohe rehearse --policy $(POLICY) --quarters $(QUARTERS)

lint: environment ## style, types, the direction of imports, the length of files
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy --strict kaohe
	@$(BIN)/lint-imports
	@find kaohe tests scripts bench -name '*.py' -not -path '*/.peers/*' -not -path '*/migrations/*' -exec awk \
	  'FNR == $(LONGEST_FILE) + 1 { print FILENAME " has more than $(LONGEST_FILE) lines"; bad = 1 } END { exit bad }' {} +

clean: ## remove the environment and caches; never the data in var/
	@rm -rf .venv .venv-uv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find kaohe tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +

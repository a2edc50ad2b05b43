# Everything the project can do, from a machine with python3 (3.11 or later, with pip), make and git.

PYTHON ?= python3
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
EMULATOR := tests/emulator
NPM := $(shell command -v npm 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Where it is set, every process would compile all that it imports anew: seconds, each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(VENV)/.runtime ## make .venv with the program at .venv/bin/diary

.PHONY: demo
demo: setup ## a clinic of simulated patients on a virtual clock, in the browser
	$(BIN)/diary demo

.PHONY: test
test: dev browser emulator ## set up the tests' tools and run every test
	$(BIN)/pytest -n $(WORKERS) $(ARGS)

.PHONY: lint
lint: dev ## check style, types and the import arrow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: bench
bench: dev ## print the speed of the program as ratios
	$(BIN)/python -m tests.bench $(ARGS)

.PHONY: soak
soak: dev ## every fault at large counts: up to four hours, or ARGS="--share 0.1"
	$(BIN)/python -m tests.soak $(ARGS)

.PHONY: lock
lock: $(VENV)/.uv ## write the lock files anew, with the newest versions that fit
	$(call compile,lock/uv.txt,lock/uv.in)
	$(call compile,lock/runtime.txt,pyproject.toml --group build)
	$(call compile,lock/dev.txt,pyproject.toml --group build --group dev -c lock/runtime.txt)
	$(if $(NPM),cd $(EMULATOR) && npm install --package-lock-only --omit-lockfile-registry-resolved)

.PHONY: clean
clean: ## remove what the targets made
	rm -rf $(VENV) $(EMULATOR)/node_modules build dist .*_cache .hypothesis

# The parts below are set up once and again only when what they are made from changes.

.PHONY: dev
dev: $(VENV)/.dev

.PHONY: browser
browser: dev
	-@$(BIN)/python -m tests.chromium

.PHONY: emulator
ifdef NPM
emulator: $(EMULATOR)/node_modules/.package-lock.json
else
emulator:
	@echo "make: no npm on this machine: the tests against the Twilio emulator will not run" >&2
endif

$(EMULATOR)/node_modules/.package-lock.json: $(EMULATOR)/package-lock.json
	cd $(EMULATOR) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/.uv: lock/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: $(PYTHON) is older than 3.11; name a newer one: make PYTHON=python3.13 ..." >&2; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r lock/uv.txt || echo "make: no uv for this machine, going on with pip" >&2
	@touch $@

$(VENV)/.runtime: $(VENV)/.uv lock/runtime.txt pyproject.toml
	$(call install,--require-hashes -r lock/runtime.txt)
	$(call install,--no-deps --no-build-isolation --editable .)
	@$(BIN)/python -c 'import diary.bootstrap, diary.web.app, jobs.runner' # compiled from here on
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime lock/dev.txt
	$(call install,--require-hashes -r lock/dev.txt)
	@touch $@

# uv is quick but does not read pip's configuration: it is told which registries this machine uses.
# Hashes are pinned, so whichever registry has the file may serve it. Where uv fails, pip does it.
pip-setting = "$$($(BIN)/pip config get global.$(1) 2>/dev/null)"
define registries
index=$${PIP_INDEX_URL:-$(call pip-setting,index-url)}; \
more=$${PIP_EXTRA_INDEX_URL:-$(call pip-setting,extra-index-url)}; \
certificates=$${SSL_CERT_FILE:-$${PIP_CERT:-$(call pip-setting,cert)}}; \
test -z "$$index" || export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"; \
test -z "$$more" || export UV_INDEX="$${UV_INDEX:-$$more}" UV_INDEX_STRATEGY=unsafe-best-match; \
test -z "$$certificates" || export SSL_CERT_FILE="$$certificates"; \
export UV_PYTHON=$(BIN)/python UV_SYSTEM_CERTS=true
endef

define install
@$(registries); \
echo "installing $(1)"; \
$(BIN)/uv pip install --quiet $(1) \
	|| { echo "make: uv could not, trying pip" >&2; $(BIN)/pip install --quiet $(1); }
endef

define compile
@$(registries); \
echo "locking $(1)"; \
$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' -o $(1) $(2)
endef

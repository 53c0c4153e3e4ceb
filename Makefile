# Everything a person or a CI does here has a name below; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

NODE := node_modules/.bin/node --disable-warning=ExperimentalWarning
# npm writes this file at the end of an installation.
INSTALLED := node_modules/.package-lock.json
CACHE := $(or $(DRAY_CACHE),/var/cache/drayage)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(INSTALLED) ## move a PostgreSQL between two real clusters while it is written to
	@exec $(NODE) infra/demo/main.ts

.PHONY: test
test: $(INSTALLED) ## all set-up and all tests; the last line is `N passed, N failed`
	@exec $(NODE) scripts/run-tests.ts

.PHONY: lint typecheck unit e2e outages
lint: $(INSTALLED) ## ESLint and Prettier
	@$(NODE) scripts/run-tests.ts lint
typecheck: $(INSTALLED) ## the compiler's opinion
	@$(NODE) scripts/run-tests.ts typecheck
unit: $(INSTALLED) ## tests beside their sources
	@$(NODE) scripts/run-tests.ts unit
e2e: $(INSTALLED) ## tests on the two clusters of the sandbox
	@$(NODE) scripts/run-tests.ts sandbox e2e

outages: $(INSTALLED) ## a run while API servers, Temporal and S3 are taken away
	@$(NODE) scripts/run-tests.ts sandbox outages

.PHONY: faults volumes
faults: $(INSTALLED) ## every fault at every step, over an hour; ONLY="stage/ fatal" for some, REST=1 for what has not passed
	@exec $(NODE) test/faults/main.ts $(ONLY)

volumes: $(INSTALLED) ## every way a volume moves, on the two clusters; ONLY="fidelity modes" for some of them
	@exec $(NODE) scripts/try-volumes.ts $(ONLY)

.PHONY: older-source newer-velero
older-source: $(INSTALLED) ## cutovers from an older Kubernetes; makes the sandbox anew, twice
	@exec $(NODE) scripts/try-versions.ts older-source
newer-velero: $(INSTALLED) ## cutovers with a newer Velero; makes the sandbox anew, twice
	@exec $(NODE) scripts/try-versions.ts newer-velero

.PHONY: bench bench-transfer
bench: $(INSTALLED) ## measurements on the sandbox; ONLY="objects" for some of them
	@exec $(NODE) test/bench/main.ts $(ONLY)
bench-transfer: $(INSTALLED) ## the copy beside other tools' copies, in memory; ONLY="ours mtc" for some of them
	@exec $(NODE) test/bench/peers/main.ts $(ONLY)

.PHONY: predictions
predictions: $(INSTALLED) ## cutovers under different loads, foretold and seen
	@exec $(NODE) test/predictions/main.ts $(ONLY)

.PHONY: generate
generate: $(INSTALLED) ## write the generated files anew
	@npm run --silent generate

.PHONY: sandbox sandbox-down
sandbox: $(INSTALLED) ## bring up two clusters, Temporal, S3 and a registry
	@exec $(NODE) infra/sandbox/main.ts up
sandbox-down: $(INSTALLED) ## take the sandbox down and leave the machine as it was
	@exec $(NODE) infra/sandbox/main.ts down

.PHONY: clean clean-cache
clean: ## sandbox down; what runs left in this checkout is deleted
	@if [ -d /var/lib/drayage/sandbox ]; then $(MAKE) sandbox-down; fi
	rm -rf .cache coverage dist
clean-cache: ## delete the built tools and images as well (a new build takes about 20 minutes)
	rm -rf -- "$(CACHE)"

$(INSTALLED): package-lock.json
	@for tool in node npm; do command -v $$tool >/dev/null || { \
	  echo "$$tool is missing. On Debian: apt-get install nodejs npm; elsewhere: https://nodejs.org" >&2; \
	  exit 1; }; done
	@echo 'Installing the packages of package-lock.json ...'
	@# Not `npm ci`: it refuses a lock file that lacks binaries of other systems, which some mirrors do not keep.
	@npm install --no-save --loglevel=error
	@touch $@

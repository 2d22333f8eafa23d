#!/usr/bin/env bash
# Refresh every lock in requirements/ (one file an environment, every package pinned by hash).
# Arguments go to the resolver: `make lock UPGRADE=1` passes --upgrade.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -x .venv/bin/uv ]; then
  echo "lock: uv is missing. Run: make lock, which installs it first" >&2
  exit 2
fi

compile() {
  local output=$1
  shift
  echo "lock: $output"
  .venv/bin/uv --system-certs pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
    --output-file "$output" "${EXTRA[@]}" "$@"
}

EXTRA=("$@")
compile requirements/tools.lock requirements/tools.in
compile requirements/runtime.lock pyproject.toml --group build
# The wider locks are constrained by the narrower one, so one environment can grow from runtime to dev.
compile requirements/dev.lock pyproject.toml --group dev --constraints requirements/runtime.lock
# The second environment differs from dev in one package: every other pin is dev's.
pins=$(mktemp)
trap 'rm -f "$pins"' EXIT
sed -n '/^duckdb==/d; s/^\([a-z0-9].*[^ ]\) *\\$/\1/p' requirements/dev.lock >"$pins"
compile requirements/duckdb15.lock pyproject.toml --group build --group test \
  --no-annotate --constraints "$pins" --overrides requirements/duckdb15.override
compile requirements/metricflow.lock requirements/metricflow.in

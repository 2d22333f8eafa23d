#!/usr/bin/env bash
# Prepare the environments of this project: scripts/setup.sh runtime|dev|duckdb15|metricflow|browser ...
#
# runtime, dev   .venv               the package and what it needs; dev adds tests, linters and docs
# duckdb15       .venvs/duckdb15     the tests once more, on DuckDB 1.5
# metricflow     .venvs/metricflow   MetricFlow, for the differential tests
# browser        Chromium and a font from Debian, for the tests of the report's page
#
# An environment that already fits its lock is left alone, so a second run takes no time.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 2; }

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 /usr/bin/python3; do
    if fits "$candidate"; then command -v "$candidate"; return; fi
  done
  return 1
}

install_python() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail "Python 3.11 or newer with its venv module is needed. On Debian or Ubuntu an administrator runs: apt-get install python3 python3-venv"
  fi
  say "installing python3 and python3-venv with apt"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv >/dev/null
}

install_browser() {
  if [ -n "${GNOMON_CHROMIUM:-}" ] || command -v chromium >/dev/null; then return; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "Chromium is missing, so the tests of the report's page will not run. On Debian an administrator runs: apt-get install chromium fonts-dejavu-core"
    return
  fi
  say "installing chromium with apt"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
}

make_venv() {
  local venv=$1
  [ -x "$venv/bin/python" ] && return
  python=$(find_python) || { install_python; python=$(find_python) || fail "Python 3.11 or newer is needed; apt brought an older one."; }
  say "creating $venv with $("$python" --version)"
  "$python" -m venv "$venv"
}

# What an environment was made from; a change of any part makes the stamp stale.
fingerprint() { cat "$1" pyproject.toml scripts/setup.sh | sha256sum | cut -d' ' -f1; }

install_lock() {
  local venv=$1 lock=$2
  say "installing $lock into $venv ($(grep -c '^[a-z0-9]' "$lock") packages)"
  if ! .venv/bin/uv --system-certs pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"; then
    say "uv could not install $lock; trying once more with pip"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  fi
}

install_package() {
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

ensure_uv() {
  make_venv .venv
  local want
  want=$(fingerprint requirements/tools.lock)
  [ "$(cat .venv/.stamp-tools 2>/dev/null)" = "$want" ] && return
  say "installing uv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock
  echo "$want" >.venv/.stamp-tools
}

prepare() {
  local name=$1 venv=.venvs/$1 lock=requirements/$1.lock want
  case $name in
    browser) install_browser; return ;;
    runtime | dev) venv=.venv ;;
    duckdb15 | metricflow) ;;
    *) fail "unknown environment '$name'; choose runtime, dev, duckdb15, metricflow or browser" ;;
  esac
  want=$(fingerprint "$lock")
  [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp-$name" 2>/dev/null)" = "$want" ] && return
  ensure_uv
  make_venv "$venv"
  install_lock "$venv" "$lock"
  if [ "$name" != metricflow ]; then install_package "$venv"; fi
  echo "$want" >"$venv/.stamp-$name"
  # The dev lock holds the runtime lock at the same versions.
  if [ "$name" = dev ]; then fingerprint requirements/runtime.lock >"$venv/.stamp-runtime"; fi
}

for name in "$@"; do prepare "$name"; done

#!/usr/bin/env bash
# Prepare the environments of this project: scripts/setup.sh runtime|dev|duckdb15|metricflow|browser|postgres ...
#
# runtime, dev   .venv               the package and what it needs; dev adds tests, linters and docs
# duckdb15       .venvs/duckdb15     the tests once more, on DuckDB 1.5
# metricflow     .venvs/metricflow   MetricFlow, for the differential tests
# browser        Chromium, a font and a library from Debian, for the tests of the report's page
# postgres       the server from Debian, for the tests of the store; they start one of their own and end it
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

# Install Debian packages. Of what apt complains, which can be thousands of lines, the last ones are shown.
apt_install() {
  say "installing $* with apt"
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } 2>&1 >/dev/null | tail -n 5 >&2 ||
    fail "apt could not install $*; its last words stand above"
}

may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

install_python() {
  may_install || fail "Python 3.11 or newer with its venv module is needed. On Debian or Ubuntu an administrator runs: apt-get install python3 python3-venv"
  apt_install python3 python3-venv
}

# Playwright brings a node of its own, which needs a library that a minimal Debian lacks.
starts_playwright() {
  local node
  for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
    if [ -x "$node" ]; then "$node" --version >/dev/null 2>&1; return; fi
  done
}

install_browser() {
  local missing=()
  if [ -z "${GNOMON_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then missing+=(chromium fonts-dejavu-core); fi
  if ! starts_playwright; then missing+=(libatomic1); fi
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if may_install; then apt_install "${missing[@]}"; return; fi
  say "the tests of the report's page cannot run here. On Debian or Ubuntu an administrator runs: apt-get install ${missing[*]}"
}

has_postgres() {
  local program
  if [ -n "${GNOMON_POSTGRES_BIN:-}" ]; then [ -x "$GNOMON_POSTGRES_BIN/initdb" ]; return; fi
  if command -v initdb >/dev/null; then return; fi
  for program in /usr/lib/postgresql/*/bin/initdb; do if [ -x "$program" ]; then return; fi; done
  return 1
}

install_postgres() {
  if has_postgres; then return; fi
  if may_install; then apt_install postgresql; return; fi
  say "the tests of the store cannot run on Postgres here. On Debian or Ubuntu an administrator runs: apt-get install postgresql"
}

# An environment that was begun without ensurepip, or whose folder was moved since, cannot be used.
is_usable() {
  "$1/bin/python" -m pip --version >/dev/null 2>&1 || return 1
  case $(grep '^command = ' "$1/pyvenv.cfg") in "" | *"$(pwd -P)/$1") ;; *) return 1 ;; esac
}

make_venv() {
  local venv=$1 python
  if is_usable "$venv"; then return; fi
  python=$(find_python) || { install_python; python=$(find_python) || fail "Python 3.11 or newer is needed; apt brought an older one."; }
  say "creating $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
}

# What an environment was made from, and where; a change of any part makes the stamp stale.
fingerprint() { { pwd -P; cat "$1" pyproject.toml scripts/setup.sh; } | sha256sum | cut -d' ' -f1; }

install_lock() {
  local venv=$1 lock=$2
  say "installing $lock into $venv ($(grep -c '^[a-z0-9]' "$lock") packages)"
  if ! .venv/bin/uv --system-certs pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"; then
    say "uv could not install $lock; trying once more with pip"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
      fail "pip could not install $lock either; its message stands above. Can this machine reach a package index?"
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
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock ||
    fail "pip could not install uv; its message stands above. Can this machine reach a package index?"
  echo "$want" >.venv/.stamp-tools
}

prepare() {
  local name=$1 venv=.venvs/$1 lock=requirements/$1.lock want
  case $name in
    browser) install_browser; return ;;
    postgres) install_postgres; return ;;
    runtime | dev) venv=.venv ;;
    duckdb15 | metricflow) ;;
    *) fail "unknown environment '$name'; choose runtime, dev, duckdb15, metricflow, browser or postgres" ;;
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

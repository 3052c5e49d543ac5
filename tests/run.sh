#!/bin/sh
# The whole suite on SQLite, and again on PostgreSQL where DATABASE_URL names one.
# PYTHON names the interpreter, PYTEST_ARGS what else pytest should hear.
set -eu
python=${PYTHON:-.venv/bin/python}
workers=${PYTEST_WORKERS:-auto}
command -v chromium >/dev/null 2>&1 || echo "No chromium here: the browser tests will say so and be left out."

suite() {
    echo "== the suite on $1"
    "$python" -m pytest -q -n "$workers" --dist worksteal ${PYTEST_ARGS:-}
}

url=${DATABASE_URL:-}
unset DATABASE_URL
suite SQLite
case "$url" in
postgres*)
    export DATABASE_URL="$url"
    suite PostgreSQL
    ;;
esac

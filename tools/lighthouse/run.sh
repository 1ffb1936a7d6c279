#!/usr/bin/env bash
# Measures the start of the app on a phone (measure.py), with the Lighthouse of this folder's lock.
#   CHROMIUM=/path/to/chromium tools/lighthouse/run.sh RUNS
set -euo pipefail
cd "$(dirname "$0")"
if ! cmp -s package-lock.json node_modules/.made-from; then
    ../with-node.sh npm ci --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json node_modules/.made-from
fi
cd ../..
exec tools/with-node.sh .venv/bin/python tools/lighthouse/measure.py "$@"

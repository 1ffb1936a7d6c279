#!/usr/bin/env bash
# The whole suite. Nothing is skipped for want of a tool: what is missing is installed, or we stop and say how.
#   tools/test.sh [arguments for pytest]     with arguments, pytest alone is run with them, in one process
# What is quick and pure comes first, what takes a browser or a death last. WORKERS says how many processes share the
# tests (2); each has a PostgreSQL, ports and files of its own. What took how long is kept in build/tests.
set -euo pipefail
cd "$(dirname "$0")/.."

CHROMIUM=$(tools/chromium.sh)
export CHROMIUM
# Compiled once for every process of this run, also where the machine asks for no bytecode beside the sources.
export PYTHONDONTWRITEBYTECODE='' PYTHONPYCACHEPREFIX=$PWD/build/compiled
kept=build/tests
failed=()

if [ $# -gt 0 ]; then exec .venv/bin/python -m pytest "$@"; fi

run() { # NAME ARGUMENTS...
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    .venv/bin/python -m pytest "$@" --durations=30 --junitxml="$kept/$name.xml" 2>&1 | tee "$kept/$name.txt" ||
        failed+=("$name")
}

rm -rf "$kept"
mkdir -p "$kept"
tools/check.sh
printf '\n== vitest\n'
(cd pwa && ../tools/with-node.sh npm run --silent test)
run tests -n "${WORKERS:-2}" tests/{unit,property,integration,acceptance,browser,simulation}
run chaos tests/chaos
.venv/bin/python tools/test_times.py "$kept"/*.xml | tee "$kept/times.txt"
if [ ${#failed[@]} -gt 0 ]; then
    echo "Failed: ${failed[*]} (see $kept)" >&2
    exit 1
fi

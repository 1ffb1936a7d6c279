#!/usr/bin/env bash
# The whole suite. Nothing is skipped for want of a tool: what is missing is installed, or we stop and say how.
#   tools/test.sh [arguments for pytest]     with arguments, pytest alone is run with them, in one process
# First vitest, whose workers give up where they get no processor: beside it only the quick checks, which give way to it.
# Then chaos, which mostly waits for what must happen in seconds that really pass; beside it, and giving way to it, all
# the rest in WORKERS processes (3), each with a PostgreSQL, ports and files of its own. What took how long is kept in
# build/tests; how each part that failed ended is said once more at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dpkg-deb >/dev/null || { echo "The Debian package is tested with dpkg: install that first." >&2; exit 1; }
CHROMIUM=$(tools/chromium.sh)
export CHROMIUM
PROMTOOL=$(tools/promtool.sh)
export PROMTOOL
# Compiled once for every process of this run, also where the machine asks for no bytecode beside the sources.
export PYTHONDONTWRITEBYTECODE='' PYTHONPYCACHEPREFIX=$PWD/build/compiled
kept=build/tests
failed=()
before= # what a test is run by

if [ $# -gt 0 ]; then exec .venv/bin/python -m pytest "$@"; fi

pytest() { # NAME ARGUMENTS...
    local name=$1
    shift
    $before .venv/bin/python -m pytest "$@" --durations=30 --junitxml="$kept/$name.xml"
}
vitest() { # the tests of the app
    (cd pwa && ../tools/with-node.sh npm run --silent test -- --maxWorkers=1)
}
run() { # NAME COMMAND...
    printf '\n== %s\n' "$1"
    "${@:2}" 2>&1 | tee "$kept/$1.txt" || failed+=("$1")
}
stop_the_rest() { # Asked as with Ctrl-C, it takes its processes with it.
    for one in $checks $chaos; do
        kill -INT -- "-$one" 2>/dev/null || true
        wait "$one" || true
    done
}

rm -rf "$kept"
mkdir -p "$kept"
checks= chaos=
trap stop_the_rest EXIT
set -m # groups of their own, that hear of an interrupt from us alone
nice -n 10 tools/check.sh >"$kept/check.txt" 2>&1 &
checks=$!
set +m
run vitest vitest
set -m
pytest chaos tests/chaos >"$kept/chaos.txt" 2>&1 &
chaos=$!
set +m
if wait "$checks"; then checks=; fi
cat "$kept/check.txt"
if [ -n "$checks" ]; then exit 1; fi

before='nice -n 10'
# A browser that runs as root takes a better place than everybody (nice -8): than chaos, and than the server it asks.
if [ "$(id -u)" = 0 ]; then before+=' setpriv --bounding-set=-sys_nice --inh-caps=-sys_nice'; fi
# Each process begins with a stretch of its own and takes over from another's end: what a module makes is made once.
run tests pytest tests -n "${WORKERS:-3}" --dist worksteal tests/{simulation,property,unit,integration,acceptance,browser}
printf '\n== chaos\n'
wait "$chaos" || failed+=(chaos)
chaos=
cat "$kept/chaos.txt"
.venv/bin/python tools/test_times.py "$kept"/*.xml | tee "$kept/times.txt"
if [ ${#failed[@]} -gt 0 ]; then
    for part in "${failed[@]}"; do
        printf '\n== %s ended so:\n' "$part"
        tail -n 60 "$kept/$part.txt"
    done
    echo "Failed: ${failed[*]} (see $kept)" >&2
    exit 1
fi

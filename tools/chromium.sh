#!/usr/bin/env bash
# Prints the path of the browser that the tests use; on Debian, as root, installs one when there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

find_it() { .venv/bin/python -m tests.support.chromium; }

if find_it; then exit 0; fi
if [ -n "${CHROMIUM:-}" ]; then
    echo "CHROMIUM=$CHROMIUM is not a program that can be run." >&2
    exit 1
fi
install="apt-get update && apt-get install -y --no-install-recommends chromium"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "No Chromium found; installing Debian's." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >&2
    if find_it; then exit 0; fi
fi
if command -v apt-get >/dev/null; then
    how="sudo sh -c '$install'"
else
    how=".venv/bin/playwright install chromium"
fi
cat >&2 <<MESSAGE
The browser tests need Chromium, and there is none here. Type:

    $how

or say where it is: make test CHROMIUM=/path/to/chromium
MESSAGE
exit 1

#!/usr/bin/env bash
# The whole suite. Nothing is skipped for want of a tool: what is missing is installed, or we stop and say how.
#   tools/test.sh [arguments for pytest]
set -euo pipefail
cd "$(dirname "$0")/.."

CHROMIUM=$(tools/chromium.sh)
export CHROMIUM
tools/check.sh
printf '\n== vitest\n'
(cd pwa && ../tools/with-node.sh npm run --silent test)
printf '\n== pytest\n'
exec .venv/bin/python -m pytest "$@"

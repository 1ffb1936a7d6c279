#!/usr/bin/env bash
# Runs the OpenID provider of the tests until its standard input ends.
set -euo pipefail
cd "$(dirname "$0")"
if ! cmp -s package-lock.json node_modules/.made-from; then
    ../with-node.sh npm ci --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json node_modules/.made-from
fi
exec ../with-node.sh node provider.mjs

#!/usr/bin/env bash
# Lints our OpenAPI document with a Spectral ruleset; an error fails, a warning is only shown.
#   tools/spectral/lint.sh RULESET
set -euo pipefail
ruleset=$(realpath "$1")
cd "$(dirname "$0")"
if ! cmp -s package-lock.json node_modules/.made-from; then
    ../with-node.sh npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.made-from
fi
document=../../build/openapi.json
mkdir -p ../../build
../../.venv/bin/achterwacht openapi >"$document"
exec ../with-node.sh npx --no-install spectral lint --fail-severity=error --ruleset "$ruleset" "$document"

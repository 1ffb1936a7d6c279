#!/usr/bin/env bash
# What can be said without running the product: style, types, which package may import which, pages, and licences.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

step() { printf '\n== %s\n' "$1"; }

step ruff
$bin/ruff check .
$bin/ruff format --check .

step mypy
$bin/mypy

step import-linter
$bin/lint-imports --no-cache

step "documentation"
tools/site.sh

step "what it is made of"
tools/sbom.sh

step "biome and tsc"
tools/pwa.sh packages
cd pwa
../tools/with-node.sh npm run --silent check
